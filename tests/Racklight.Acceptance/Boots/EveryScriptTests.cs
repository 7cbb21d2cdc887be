using System.Net;
using System.Text;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Acceptance.Boots;

/// <summary>
/// The iPXE that Debian 12 packages runs every class of script that we generate, all in one boot for each firmware. Whatever they fetch
/// or start is a tiny script that leads to the next one; a kernel too, since iPXE starts scripts like kernels.
/// </summary>
public sealed class EveryScriptTests
{
    private const string Last = "rl-every-script-was-run";
    private static readonly BootServer Server = new(IPAddress.Parse("10.79.0.1"), 8080);
    private readonly List<string> _requests = [];
    private readonly Lock _lock = new();
    private Queue<EveryScript> _scripts = new();
    private EveryScript? _current;

    [Fact]
    public Task Every_script_runs_in_the_iPXE_of_a_BIOS_network_card()
        => RunAsync(isEfi: false, 256, static _ => ["-machine", "pc,graphics=off", "-m", "256", "-boot", "n", "-device", "virtio-net-pci,netdev=n,mac=52:54:00:20:00:02"]);

    [Fact]
    public Task Every_script_runs_in_the_iPXE_of_UEFI()
    {
        Needs.Host("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd", "/usr/lib/ipxe/snponly.efi");
        return RunAsync(isEfi: true, 512, static wire =>
        {
            var variables = wire.FileNamed("vars.fd");
            File.Copy("/usr/share/OVMF/OVMF_VARS_4M.fd", variables);
            return
            [
                "-machine", "q35", "-m", "512", "-vga", "none",
                "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd", "-drive", "if=pflash,unit=1,format=raw,file=" + variables,
                // Without the card's own ROM the firmware's driver boots it, as on most machines.
                "-device", "virtio-net-pci,netdev=n,mac=52:54:00:20:00:02,romfile=,bootindex=1",
            ];
        });
    }

    private async Task RunAsync(bool isEfi, int memory, Func<IpxeWire, string[]> machine)
    {
        Needs.Host();
        _scripts = new(EveryScript.All(Server, isEfi));
        await using var wire = await IpxeWire.StartAsync("every", Server);
        using var server = wire.Serve(Answer);
        wire.GiveAddresses("--enable-tftp", "--tftp-root=/usr/lib/ipxe", "--dhcp-match=set:ipxe,175", $"--dhcp-boot=tag:!ipxe,snponly.efi,,{Server.Address}", $"--dhcp-boot=tag:ipxe,http://{Server.Authority}/next,,{Server.Address}");
        wire.PowerOn(machine(wire));

        var said = await wire.WaitForAsync(Last, TimeSpan.FromMinutes(15), () => $"It stopped in '{_current?.Name}'. It asked for:\n{string.Join('\n', _requests)}", TestContext.Current.CancellationToken);

        said.ShouldNotContain("ommand not found");
        said.ShouldNotContain("o such label");
        said.ShouldNotContain("nrecognised option");
        said.ShouldNotContain("sage:");
        said.ShouldContain("rl-steps");
        // The machine told its memory, as SMBIOS has it.
        _requests.ShouldContain(path => path.StartsWith("/boot.ipxe?", StringComparison.Ordinal) && MemoryRanges.Read(Parameter(path, "memory")) == memory);
        _scripts.ShouldBeEmpty();
    }

    /// <summary>What the server hands out: the scripts in their order, and the next one in place of all that they fetch.</summary>
    private byte[]? Answer(string path)
    {
        lock (_lock)
        {
            _requests.Add(path);
            return path.Split('?')[0] switch
            {
                "/next" => Bytes(Next()),
                "/script" => Bytes(_current!.Text),
                "/file" => new byte[64],
                "/program" => Bytes("#!ipxe\necho rl-program\nexit 0\n"),
                "/missing" => null,
                _ => Bytes($"#!ipxe\nchain --autofree --replace http://{Server.Authority}/next\n"),
            };
        }

        static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
    }

    private static string? Parameter(string path, string name)
        => path.Split('?', '&').Select(static part => part.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?.ElementAtOrDefault(1);

    private string Next()
    {
        if (!_scripts.TryDequeue(out _current)) return $"#!ipxe\necho {Last}\nshell\n";
        return _current.Exits
            ? $"#!ipxe\necho rl-runs {_current.Name}\nchain --autofree http://{Server.Authority}/script ||\nchain --autofree --replace http://{Server.Authority}/next\n"
            : $"#!ipxe\necho rl-runs {_current.Name}\nchain --autofree --replace http://{Server.Authority}/script\n";
    }
}
