using System.Globalization;
using System.Security.Cryptography;
using Racklight.App;
using Racklight.Vault;

namespace Racklight.Secrets.Passwords;

/// <summary>
/// A program that prints a password. It shares our standard input and error, so that it can ask its user; only what it prints is taken.
/// One whose name ends with <c>-client</c> (or <c>-client.EXT</c>) is told which vault id is meant.
/// </summary>
internal sealed class PasswordScript(string file, TimeSpan limit)
{
    /// <summary>More than any password: a script that prints more prints something else.</summary>
    private const int LongestOutput = 64 << 10;
    private const int UnknownId = 2;

    /// <summary>How long a script may take: it may ask its user, or a distant keyring.</summary>
    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What <c>RACKLIGHT_VAULT_SCRIPT_LIMIT</c> says, or the default.</summary>
    /// <exception cref="ProblemException">It says something else than seconds.</exception>
    public static TimeSpan Limit()
    {
        if (Environment.GetEnvironmentVariable("RACKLIGHT_VAULT_SCRIPT_LIMIT") is not { Length: > 0 } text) return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw new ProblemException($"RACKLIGHT_VAULT_SCRIPT_LIMIT={text}: want seconds, from 1 to 86400");
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="ProblemException">It cannot be run, failed, knows no such id, printed nothing or too much, or did not end in time.</exception>
    public async Task<VaultPassword> RunAsync(VaultIdentity identity, CancellationToken cancellationToken)
    {
        var client = Path.GetFileNameWithoutExtension(file).EndsWith("-client", StringComparison.Ordinal);
        var spec = new ProcessSpec(file, client && identity.Named ? ["--vault-id", identity.Id] : []) { Shared = StandardStreams.Input | StandardStreams.Error };
        System.Diagnostics.Process process;
        try
        {
            process = ProcessRunner.Start(spec);
        }
        catch (ProblemException e)
        {
            throw PasswordSource.Bad(identity, $"it is executable, and so taken for a script, but cannot be run ({e.Problems[0].Message})", $"chmod -x {file}, if it holds the password itself; else give it a first line such as #!/bin/sh");
        }
        using var _ = process;
        using var output = new SecretBuffer(LongestOutput + 1);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        try
        {
            var count = await ReadAsync(process.StandardOutput.BaseStream, output).WaitAsync(end.Token);
            if (count > LongestOutput) throw Stop(process, identity, $"it printed more than {LongestOutput:N0} bytes");
            await process.WaitForExitAsync(end.Token);
            if (client && process.ExitCode == UnknownId) throw PasswordSource.Bad(identity, $"it knows no password for the vault id `{identity.Id}` (exit code 2)", null);
            if (process.ExitCode != 0) throw PasswordSource.Bad(identity, $"the script failed with exit code {process.ExitCode}", "what it said is above, if it said anything");
            try
            {
                return VaultPassword.FromScript(output.Span[..count]);
            }
            catch (VaultPasswordException)
            {
                throw PasswordSource.Bad(identity, "the script printed nothing", "it must print the password on standard output");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw PasswordSource.Bad(identity, $"the script did not end within {limit.TotalSeconds:0} s and was stopped", "does it wait for input? RACKLIGHT_VAULT_SCRIPT_LIMIT=SECONDS gives it more time");
        }
    }

    private static ProblemException Stop(System.Diagnostics.Process process, VaultIdentity identity, string why)
    {
        process.Kill(entireProcessTree: true);
        return PasswordSource.Bad(identity, why, "it must print the password, and nothing else, on standard output");
    }

    private static async Task<int> ReadAsync(Stream stream, SecretBuffer to)
    {
        var count = 0;
        while (count < to.Length && await stream.ReadAsync(to.Memory[count..]) is > 0 and var read) count += read;
        return count;
    }
}
