using System.Net;
using System.Text;
using Racklight.Acceptance.Boots;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Acceptance;

/// <summary>
/// Runs every ready-made script in the oldest supported iPXE, the one in QEMU's network card: discovery, a notice, a menu, a kernel whose
/// initrd fails once and beside which a file is put into the initramfs, and the kernel itself, which tells by the serial line what it was given.
/// </summary>
public sealed class IpxeScriptTests
{
    private static readonly BootServer Server = new(IPAddress.Parse("10.78.0.1"), 8080);
    private readonly List<string> _requests = [];

    [Fact]
    public async Task Every_ready_made_script_runs_in_the_oldest_iPXE()
    {
        Needs.Host();
        await using var wire = await IpxeWire.StartAsync("ipxe", Server);
        using var server = wire.Serve(Answer);
        wire.GiveAddresses($"--dhcp-boot=http://{Server.Authority}/autoexec.ipxe,,{Server.Address}");
        wire.PowerOn("-machine", "pc,graphics=off", "-m", "256", "-boot", "n", "-device", "virtio-net-pci,netdev=n,mac=52:54:00:20:00:02", "-smbios", "type=1,serial=SN 1&2%41");

        // The two spaces: serial console and typed-in arguments, both empty.
        var said = await wire.WaitForAsync($"rl.end  \n{TinyKernel.Letter(TinyKernel.InitramfsLength)}", TimeSpan.FromMinutes(10), () => "It asked for:\n" + string.Join('\n', _requests), TestContext.Current.CancellationToken);

        said.ShouldNotContain("command not found");
        said.ShouldNotContain("No such label");
        said.ShouldNotContain("nrecognised option");
        // Escape sequences of the console stand between; the text of two spaces came through a variable.
        said.ShouldContain("node  r1n2");
        said.ShouldContain("not in the site");
        said.ShouldContain("Racklight: fetching initrd.img failed: error 2d0c613b");
        said.ShouldContain("attempt 1 of 10");
        said.ShouldContain("initrd=initrd.img initrd=medium.iso a=\"b ; c  d\" rl.end");
        _requests.ShouldContain(request => request.StartsWith("/boot.ipxe?mac=52-54-00-20-00-02&uuid=", StringComparison.Ordinal)
            && request.Contains("&serial=534e20312632253431&arch=x86_64&platform=pcbios&memory=", StringComparison.Ordinal)
            && request.Contains("&stage=2&maker=", StringComparison.Ordinal)
            // virtio's network card is 1af4:1000; the machine has no other.
            && request.EndsWith("&card=011af41000&cards=52-54-00-20-00-02...", StringComparison.Ordinal), string.Join('\n', _requests));
        // Told once, after the initrd that failed came at last; and nothing of the telling is in the initrd: its length is still 'D'.
        _requests.Count(static request => request == "/told").ShouldBe(1);
        _requests.LastIndexOf("/initrd").ShouldBeLessThan(_requests.IndexOf("/told"));
    }

    /// <summary>What the server hands out: each question gets the next script.</summary>
    private byte[]? Answer(string path)
    {
        int asked;
        lock (_requests)
        {
            asked = _requests.Count(request => request.Contains("stage=2", StringComparison.Ordinal));
            _requests.Add(path);
        }
        return path.Split('?')[0] switch
        {
            "/autoexec.ipxe" => Text(AutoexecScript.Write(Server.Port)),
            "/boot.ipxe" when asked == 0 => Text(FirstStageScript.Write(Server)),
            "/boot.ipxe" when asked == 1 => Text(NoticeScript.Write(Server, ["This machine is not in the site."], TimeSpan.FromSeconds(1))),
            "/boot.ipxe" => Text(MenuScript.Write("Racklight", [new("Own disk", null), new("kvm || minimal", $"http://{Server.Authority}/first.ipxe")], 1, TimeSpan.FromSeconds(1))),
            "/first.ipxe" when asked == 3 => Text(BootScript.Write(Kernel() with { Told = $"http://{Server.Authority}/told" }, IpxeCapabilities.For(null, IpxePlatform.Bios))),
            "/told" => Text("#!ipxe\n# Racklight: noted\n"),
            "/kernel" => TinyKernel.Bytes,
            "/initrd" when _requests.Count(request => request == "/initrd") > 1 => new byte[TinyKernel.InitrdLength],
            "/medium.iso" => new byte[TinyKernel.FileLength],
            _ => null,
        };

        static byte[] Text(string script) => Encoding.ASCII.GetBytes(script);
    }

    private static IpxeBoot Kernel()
    {
        var files = $"http://{Server.Authority}/";
        return new IpxeBoot.Linux(files + "kernel", [new(files + "initrd"), new(files + "medium.iso", "medium.iso") { Path = TinyKernel.FilePath }], ["a=\"b ; c  d\"", "rl.end"]) { Title = ["node  r1n2"] };
    }
}
