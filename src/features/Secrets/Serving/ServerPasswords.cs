using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.Secrets.Passwords;
using Racklight.Sites;
using Racklight.Vault;

namespace Racklight.Secrets.Serving;

/// <summary>
/// The vault passwords of a server, fetched once, when it starts: from <c>--vault-id</c>, <c>--vault-password-file</c> and Ansible's variables. No
/// ansible.cfg is read and no script of the site's repository is run, since what lies there is not the administrator's word alone.
/// </summary>
internal sealed partial class ServerPasswords(ServerSettings settings, ILogger<ServerPasswords> log) : IHostedService, IDisposable
{
    /// <summary>The passwords; null when there are none, which <see cref="Missing"/> explains.</summary>
    public VaultKeyring? Keyring { get; private set; }

    /// <summary>Why there are none.</summary>
    public Problem Missing { get; private set; } = new("this server was given no vault password") { Hint = "racklight serve --vault-password-file FILE, --vault-id LABEL@SOURCE, or ANSIBLE_VAULT_PASSWORD_FILE" };

    /// <inheritdoc/>
    /// <exception cref="ProblemException">A flag names a password that cannot be had.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var ansible = AnsibleSettings.ReadVariables(Environment.GetEnvironmentVariable);
        var wanted = WantedPasswords.Of(ansible, settings.VaultIds, settings.VaultPasswordFiles);
        if (wanted.Count == 0) return;
        try
        {
            var source = new PasswordSource(new TerminalPrompt(), PasswordScript.Limit()) { Distrusted = SiteReader.TreeOf(settings.Site) };
            Keyring = await KeyringLoading.LoadAsync(wanted, ansible.MatchIds, null, making: false, source, cancellationToken);
            Fetched(log, string.Join(", ", Keyring.Ids));
        }
        catch (ProblemException e) when (!wanted.Any(static one => one.Explicit))
        {
            // A variable may be meant for Ansible alone: machines that need no secret are served all the same.
            Missing = e.Problems[0];
            Unusable(log, Missing.Message);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => Keyring?.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "vault passwords for: {Ids}")]
    private static partial void Fetched(ILogger log, string ids);

    [LoggerMessage(Level = LogLevel.Warning, Message = "answers get no secrets: {Why}")]
    private static partial void Unusable(ILogger log, string why);
}
