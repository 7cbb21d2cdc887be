using Racklight.App;
using Racklight.Tests.Images;

namespace Racklight.Tests.Mirrors;

/// <summary>A key that a test makes, and what it signs.</summary>
internal sealed class GpgKey : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("rl-gpg-").FullName;

    private GpgKey()
    {
    }

    public static async Task<GpgKey> MakeAsync()
    {
        Need.Program("gpg");
        Need.Program("gpgv");
        var key = new GpgKey();
        await key.RunAsync("--quick-generate-key", "Test <test@example.org>", "ed25519", "sign", "never");
        return key;
    }

    /// <summary>Writes the public key as a keyring.</summary>
    public async Task ExportAsync(string file, bool armoured)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await RunAsync([.. armoured ? new[] { "--armor" } : [], "--output", file, "--export"]);
    }

    public Task<byte[]> DetachedAsync(byte[] content, bool armoured) => SignAsync(content, armoured ? ["--armor", "--detach-sign"] : ["--detach-sign"]);

    public Task<byte[]> InlineAsync(byte[] content) => SignAsync(content, "--clear-sign");

    public void Dispose()
    {
        ProcessRunner.RunAsync(new ProcessSpec("gpgconf", "--homedir", _home, "--kill", "all")).GetAwaiter().GetResult();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<byte[]> SignAsync(byte[] content, params string[] how)
    {
        var (input, output) = (Path.Combine(_home, "in"), Path.Combine(_home, "out"));
        await File.WriteAllBytesAsync(input, content);
        await RunAsync([.. how, "--yes", "--output", output, input]);
        return await File.ReadAllBytesAsync(output);
    }

    private Task RunAsync(params IReadOnlyList<string> arguments)
        => ProcessRunner.RequireAsync(new ProcessSpec("gpg", ["--homedir", _home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", .. arguments]));
}
