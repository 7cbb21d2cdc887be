using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App;
using Racklight.Secrets.Serving;
using Racklight.Tests.Sites;
using Racklight.Tests.Vault;

namespace Racklight.Tests.Secrets.Serving;

/// <summary>Files of secrets as Debian's ansible-vault writes them, made once for the tests of a class.</summary>
public sealed class VaultSamples : IAsyncLifetime
{
    /// <summary>Values that must be seen by their machine alone.</summary>
    public const string Root = "Correct-Horse-7x", Token = "tok.3fa9c1e7d25b";

    /// <summary>The directory of the passwords: <c>pw</c> opens all, <c>wrong</c> none.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("rl-samples-").FullName;

    /// <summary>A mapping, encrypted as a whole.</summary>
    public string Whole => File.ReadAllText(At("whole.yml"));

    /// <summary>The same for the vault id <c>prod</c>.</summary>
    public string Labelled => File.ReadAllText(At("prod.yml"));

    /// <summary>Encrypted as a whole, and no YAML within.</summary>
    public string Broken => File.ReadAllText(At("broken.yml"));

    /// <summary>Single values: <c>token</c> encrypted, <c>open</c> not.</summary>
    public string Inline { get; private set; } = "";

    public string At(string name) => Path.Combine(Directory, name);

    public async ValueTask InitializeAsync()
    {
        AnsibleVault.Require();
        await File.WriteAllTextAsync(At("pw"), "geheim\n");
        await File.WriteAllTextAsync(At("wrong"), "anders\n");
        await File.WriteAllTextAsync(At("whole.yml"), $"root_password: {Root}\nnumber: 0755\nkeys: {{ private: a, public: b }}\nlist: [a]\nlater:\n");
        await File.WriteAllTextAsync(At("broken.yml"), $"a: [{Root}\n");
        await File.WriteAllTextAsync(At("prod.yml"), $"prod_password: {Root}\n");
        await RunAsync("encrypt", "whole.yml", "broken.yml", "--vault-password-file", "pw");
        await RunAsync("encrypt", "prod.yml", "--vault-id", "prod@pw");
        Inline = await RunAsync("encrypt_string", "--vault-password-file", "pw", "--name", "token", Token) + "\nopen: plain text\ntagged: !vault nothing\n";
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The secrets of a server that serves a site and was given a password's file.</summary>
    internal async Task<SiteVaults> ServerAsync(TemporarySite site, string? password = "pw") => new(await PasswordsAsync(site.Root, password is null ? [] : [At(password)]));

    /// <summary>The passwords of a server that was started with those flags.</summary>
    internal static async Task<ServerPasswords> PasswordsAsync(string site, string[] files, string[]? ids = null)
    {
        var passwords = new ServerPasswords(new ServerSettings { Site = site, State = site, VaultPasswordFiles = files, VaultIds = ids ?? [] }, NullLogger<ServerPasswords>.Instance);
        await passwords.StartAsync(TestContext.Current.CancellationToken);
        return passwords;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var result = await AnsibleVault.RunAsync(Directory, "ansible-vault", arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
