using Racklight.App;
using Racklight.Trust.Keys;

namespace Racklight.Tests.Trust;

/// <summary>A state directory with a site's keys, made once for all tests: keys cost seconds.</summary>
public sealed class TrustDirectory : IDisposable
{
    public TrustDirectory()
    {
        State = Directory.CreateTempSubdirectory("racklight-trust-").FullName;
        Files = new TrustFiles(State);
        TrustKeys.Make(Files, "rack", TimeProvider.System.GetUtcNow()).Dispose();
    }

    public string State { get; }

    internal TrustFiles Files { get; }

    internal ServerSettings Settings => new() { Site = State, State = State, HttpPort = 0, AdminPort = 0, Address = System.Net.IPAddress.Loopback };

    public void Dispose() => Directory.Delete(State, recursive: true);

    /// <summary>Runs openssl, or skips where there is none.</summary>
    internal static async Task<ProcessResult> OpensslAsync(params string[] arguments)
    {
        if (!File.Exists("/usr/bin/openssl"))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("apt-get install openssl");
            Assert.Skip("apt-get install openssl");
        }
        return await ProcessRunner.RunAsync(new ProcessSpec("openssl", arguments), TestContext.Current.CancellationToken);
    }

    /// <summary>What openssl says of a detached signature.</summary>
    internal async Task<ProcessResult> VerifyAsync(byte[] signature, byte[] content)
    {
        var (sig, file) = (Path.Combine(State, Guid.NewGuid().ToString("N")), Path.Combine(State, Guid.NewGuid().ToString("N")));
        await File.WriteAllBytesAsync(sig, signature);
        await File.WriteAllBytesAsync(file, content);
        // Debian 12's openssl knows no purpose "codesign"; the certificate's own is checked apart.
        return await OpensslAsync("cms", "-verify", "-binary", "-inform", "DER", "-in", sig, "-content", file, "-purpose", "any", "-CAfile", Files.Ca, "-out", "/dev/null");
    }
}
