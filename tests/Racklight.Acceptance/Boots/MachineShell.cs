using System.Diagnostics;
using Racklight.App;

namespace Racklight.Acceptance.Boots;

/// <summary>A login by ssh on a booted machine, from the rack's wire.</summary>
internal sealed class MachineShell(string networkNamespace, string address, string privateKey)
{
    /// <summary>Runs a command there and gives back what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or the login did.</exception>
    public async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        var (code, output, error) = await TryAsync(command, cancellationToken);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"'{command}' on {address} failed with exit code {code}: {error}{output}");
    }

    /// <summary>Runs a command whose connection may break, such as a reboot.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(string command, CancellationToken cancellationToken)
    {
        using var ssh = NetworkNamespace.Run(networkNamespace, () => ProcessRunner.Start(new ProcessSpec("ssh",
            "-i", privateKey, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            // Under TCG with a busy host a key exchange takes seconds.
            "-o", "ConnectTimeout=60", "-o", "ConnectionAttempts=3", "-o", "ServerAliveInterval=15", "root@" + address, command)));
        ssh.StandardInput.Close();
        try
        {
            var output = ssh.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = ssh.StandardError.ReadToEndAsync(cancellationToken);
            await ssh.WaitForExitAsync(cancellationToken);
            return (ssh.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            ssh.Kill(entireProcessTree: true);
            throw;
        }
    }
}
