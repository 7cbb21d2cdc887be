using System.Globalization;
using Racklight.App;

namespace Racklight.Tests.NetBoot.Tftp;

/// <summary>Clients that others wrote.</summary>
public sealed class TftpClientsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Curl(bool singlePort) => Fetch(singlePort, 1_000_000, (_, port, to) => new("curl", "-sS", "-o", to, $"tftp://127.0.0.1:{port}/ipxe.efi"));

    [Fact]
    public Task Curl_without_options() => Fetch(false, 100_000, (_, port, to) => new("curl", "-sS", "--tftp-no-options", "-o", to, $"tftp://127.0.0.1:{port}//ipxe.efi"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Tftp_hpa(bool singlePort) => Fetch(singlePort, 1_000_000, (_, port, to) => new("tftp", "-m", "binary", "127.0.0.1", $"{port}", "-c", "get", "/ipxe.efi", to));

    [Theory]
    [InlineData("blksize 1468", "windowsize 16")]
    [InlineData("blksize 1024", "tsize")]
    [InlineData("timeout 2", "windowsize 4")]
    public Task Atftp_with_options(string first, string second) => Fetch(false, 1_000_000,
        (_, port, to) => new("atftp", "--option", first, "--option", second, "--get", "-r", "ipxe.efi", "-l", to, "127.0.0.1", $"{port}"));

    [Theory]
    [InlineData("512")]
    [InlineData("1468")]
    public Task Busybox(string block) => Fetch(false, 1_000_000, (_, port, to) => new("busybox", "tftp", "-g", "-b", block, "-r", "ipxe.efi", "-l", to, "127.0.0.1", $"{port}"));

    [Fact]
    public Task Sixty_four_mebibytes_in_blocks_of_512_roll_over_twice() => Fetch(false, 64 << 20,
        (_, port, to) => new("atftp", "--option", "windowsize 32", "--option", "blksize 512", "--get", "-r", "ipxe.efi", "-l", to, "127.0.0.1", $"{port}"));

    [Fact]
    public Task Sixty_four_mebibytes_in_lock_step_roll_over_twice() => Fetch(false, 64 << 20,
        (_, port, to) => new("curl", "-sS", "--tftp-blksize", "512", "-o", to, $"tftp://127.0.0.1:{port}/ipxe.efi"));

    private static async Task Fetch(bool singlePort, int length, Func<TftpFixture, string, string, ProcessSpec> client)
    {
        await using var server = await TftpFixture.StartAsync(options => options with { SinglePort = singlePort });
        var content = server.Write("ipxe.efi", length);
        var to = Path.Combine(server.Root, "fetched");
        var spec = client(server, server.EndPoint.Port.ToString(CultureInfo.InvariantCulture), to);
        Needs.Program(spec.Program);
        await ProcessRunner.RequireAsync(spec with { Limit = TimeSpan.FromMinutes(2) }, TestContext.Current.CancellationToken);
        (await File.ReadAllBytesAsync(to, TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(content).ShouldBeTrue();
        (await server.NextEnd()).Abort.ShouldBeNull();
    }
}
