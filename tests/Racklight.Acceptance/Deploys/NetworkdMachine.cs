using System.Text.Json;
using System.Text.RegularExpressions;
using Racklight.Acceptance.Boots;
using Racklight.App;

namespace Racklight.Acceptance.Deploys;

/// <summary>
/// A virtual machine with four cards in which Debian's kernel starts this host's systemd-networkd and nothing else: kernels of containers and of small
/// clouds often have neither bonds nor VLANs, and a network namespace has what its kernel has. Its initramfs is made of the host's own programs;
/// the kernel is fetched with apt.
/// </summary>
internal sealed partial class NetworkdMachine : IDisposable
{
    private const string Networkd = "/lib/systemd/systemd-networkd";

    // In the order in which they need each other; what a kernel has built in is not there.
    private static readonly string[] Modules = ["virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "failover", "net_failover", "virtio_net", "llc", "stp", "garp", "mrp", "8021q", "bridge", "tls"];

    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-networkd-").FullName;
    private readonly RunJournal _journal = new();
    private string _kernel = "";

    private NetworkdMachine() => _journal.Record(LeftoverKind.Directory, _directory);

    private string Root => Path.Combine(_directory, "root");

    /// <summary>Makes it; skips the test where something is missing, fails in CI.</summary>
    public static async Task<NetworkdMachine> MakeAsync(CancellationToken cancellationToken)
    {
        Needs.Host(Networkd, "/bin/busybox", "/usr/bin/apt-get", "/usr/bin/dpkg-deb");
        if (!File.ReadAllText("/etc/os-release").Split('\n').Contains("ID=debian")) Assert.Skip("the kernel is Debian's, and this is another system");
        var machine = new NetworkdMachine();
        await machine.KernelAsync(cancellationToken);
        await machine.ProgramsAsync(cancellationToken);
        return machine;
    }

    /// <summary>Starts networkd on the files of a directory, and tells what there is once nothing changes any more.</summary>
    public async Task<NetworkdOutcome> RunAsync(string files, CancellationToken cancellationToken)
    {
        var place = Path.Combine(Root, "etc/systemd/network");
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        Directory.CreateDirectory(place);
        foreach (var file in Directory.EnumerateFiles(files)) File.Copy(file, Path.Combine(place, Path.GetFileName(file)));
        await ShellAsync("cd root && find . | busybox cpio -o -H newc 2>&1 > ../initrd", cancellationToken);
        string[] cards = [.. Enumerable.Range(0, 4).SelectMany(static i => new[] { "-netdev", $"user,id=n{i},restrict=on", "-device", $"virtio-net-pci,netdev=n{i},romfile=" })];
        var console = await ProcessRunner.RunAsync(new ProcessSpec("qemu-system-x86_64",
        [
            "-M", "q35", "-accel", "tcg", "-m", "512", "-nodefaults", "-no-reboot", "-display", "none", "-serial", "stdio",
            "-kernel", _kernel, "-initrd", Path.Combine(_directory, "initrd"), "-append", "console=ttyS0 quiet loglevel=0 panic=-1 net.ifnames=0", .. cards,
        ]) { Limit = TimeSpan.FromMinutes(5), Journal = _journal }, cancellationToken);
        var parts = Sections().Split(console.Output.ReplaceLineEndings("\n"));
        parts.Length.ShouldBe(5, console.Output + console.Error);
        return new NetworkdOutcome(JsonDocument.Parse(parts[1]).RootElement, JsonDocument.Parse(parts[2]).RootElement, parts[3].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => _journal.Dispose();

    private async Task KernelAsync(CancellationToken cancellationToken)
    {
        // The package that is always called so only names the real one.
        var fetched = await ProcessRunner.RunAsync(Shell("set -e; name=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: //p' | head -n 1); apt-get -q -o APT::Sandbox::User=root download \"$name\""), cancellationToken);
        Needs.Require(fetched.Succeeded, "apt cannot fetch a kernel: " + fetched.Error);
        await ShellAsync("set -e; dpkg-deb -x linux-image-*.deb kernel; rm ./*.deb", cancellationToken);
        _kernel = Directory.GetFiles(Path.Combine(_directory, "kernel/boot"), "vmlinuz-*").ShouldHaveSingleItem();
        Directory.CreateDirectory(Path.Combine(Root, "modules"));
        var all = Directory.EnumerateFiles(Path.Combine(_directory, "kernel"), "*.ko*", SearchOption.AllDirectories).ToLookup(static path => Path.GetFileName(path).Split('.')[0]);
        foreach (var name in Modules.Append("bonding"))
        {
            if (all[name].FirstOrDefault() is not { } module) continue;
            if (module.EndsWith(".xz", StringComparison.Ordinal)) await ProcessRunner.RequireAsync(new ProcessSpec("xz", "-d", module), cancellationToken);
            File.Copy(module[..(module.IndexOf(".ko", StringComparison.Ordinal) + 3)], Path.Combine(Root, "modules", name + ".ko"));
        }
    }

    private async Task ProgramsAsync(CancellationToken cancellationToken)
    {
        await ShellAsync($$"""
            set -e
            mkdir -p root/bin root/lib/systemd root/proc root/sys root/dev root/run root/tmp root/etc
            cp -L /bin/busybox "$(command -v ip)" root/bin/
            cp -L {{Networkd}} root/lib/systemd/
            for program in /bin/busybox "$(command -v ip)" {{Networkd}}; do ldd "$program"; done | grep -o '/[^ ]*' | sort -u | while read -r library; do
              mkdir -p "root${library%/*}"; cp -L "$library" "root$library"
            done
            printf 'root:x:0:0::/:/bin/sh\nsystemd-network:x:998:998::/:/bin/false\n' > root/etc/passwd
            printf 'root:x:0:\nsystemd-network:x:998:\n' > root/etc/group
            echo 0123456789abcdef0123456789abcdef > root/etc/machine-id
            """, cancellationToken);
        // systemd loads bonding without the bond that the module makes by itself (modprobe.d/systemd.conf). Without udev nobody tells networkd that a card is
        // ready: where /sys is read-only, as in a container, it does not wait for that.
        await File.WriteAllTextAsync(Path.Combine(Root, "init"), $$"""
            #!/bin/busybox sh
            export PATH=/bin
            busybox mount -t proc proc /proc; busybox mount -t sysfs sysfs /sys; busybox mount -t devtmpfs dev /dev; busybox mount -t tmpfs tmpfs /run
            for module in {{string.Join(' ', Modules)}}; do [ ! -e /modules/$module.ko ] || busybox insmod /modules/$module.ko; done
            busybox insmod /modules/bonding.ko max_bonds=0
            busybox mkdir -p /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
            busybox chown -R 998:998 /run/systemd/netif
            busybox mount -o remount,ro /sys
            SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_LEVEL=debug /lib/systemd/systemd-networkd > /tmp/log 2>&1 &
            same=0; waited=0; before=
            while [ $same -lt 6 ] && [ $waited -lt 90 ]; do
              busybox sleep 1; waited=$((waited + 1)); now=$(ip -br address)
              if [ "$now" = "$before" ]; then same=$((same + 1)); else same=0; fi
              before=$now
            done
            echo '== part'; ip -d -j link; echo; echo '== part'; ip -j address; echo; echo '== part'; busybox cat /tmp/log; echo '== part'
            busybox poweroff -f

            """, cancellationToken);
        await ShellAsync("chmod +x root/init", cancellationToken);
    }

    private Task<string> ShellAsync(string script, CancellationToken cancellationToken) => ProcessRunner.RequireAsync(Shell(script), cancellationToken);

    private ProcessSpec Shell(string script) => new("sh", "-c", script) { Directory = _directory, Limit = TimeSpan.FromMinutes(5) };

    [GeneratedRegex("^== part$", RegexOptions.Multiline)]
    private static partial Regex Sections();
}

/// <summary>What networkd made of its files.</summary>
/// <param name="Links">As <c>ip -d -j link</c> tells.</param>
/// <param name="Addresses">As <c>ip -j address</c> tells.</param>
/// <param name="Log">What networkd said.</param>
internal sealed record NetworkdOutcome(JsonElement Links, JsonElement Addresses, IReadOnlyList<string> Log)
{
    /// <summary>What networkd did not understand in a file, and interfaces that it could not set up.</summary>
    public IReadOnlyList<string> Complaints => [.. Log.Where(static line => (line.Contains("/etc/systemd/network/", StringComparison.Ordinal) && line.Contains("ignoring", StringComparison.OrdinalIgnoreCase)) || line.EndsWith("-> failed", StringComparison.Ordinal) || line.Contains("Could not set", StringComparison.Ordinal))];

    /// <summary>An interface.</summary>
    public JsonElement Link(string name) => Links.EnumerateArray().Where(link => Text(link, "ifname") == name).ShouldHaveSingleItem(name + " is not there");

    /// <summary>Its kind: bond, vlan, bridge; null for a card.</summary>
    public string? Kind(string name) => Link(name).TryGetProperty("linkinfo", out var info) ? Text(info, "info_kind") : null;

    /// <summary>What its kind has of its own: a bond's mode, a VLAN's number.</summary>
    public JsonElement Data(string name) => Link(name).GetProperty("linkinfo").GetProperty("info_data");

    /// <summary>What it is a port of.</summary>
    public string? Master(string name) => Text(Link(name), "master");

    /// <summary>Its IPv4 addresses with their prefixes.</summary>
    public IReadOnlyList<string> Ipv4(string name)
        => [.. Addresses.EnumerateArray().Where(link => Text(link, "ifname") == name).SelectMany(static link => link.GetProperty("addr_info").EnumerateArray()).Where(static address => Text(address, "family") == "inet").Select(static address => $"{Text(address, "local")}/{address.GetProperty("prefixlen")}")];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
