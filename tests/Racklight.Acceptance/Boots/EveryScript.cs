using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Acceptance.Boots;

/// <summary>A script for the real iPXE to run.</summary>
/// <param name="Name">In the report.</param>
/// <param name="Text">The script.</param>
/// <param name="Exits">True when it ends by handing over to the firmware, which the next must not wait for.</param>
internal sealed record EveryScript(string Name, string Text, bool Exits = false)
{
    /// <summary>
    /// One of each class of script, all of their targets at <paramref name="server"/> under <c>/leaf</c>; in the order in which a machine
    /// can run them one after the other.
    /// </summary>
    public static IReadOnlyList<EveryScript> All(BootServer server, bool isEfi)
    {
        var leaf = $"http://{server.Authority}/leaf";
        var scripts = new List<EveryScript>
        {
            new("first-stage", FirstStageScript.Write(server)),
            new("autoexec", AutoexecScript.Write(server.Port, server.Address)),
            new("notice", NoticeScript.Write(server, ["Not in the site; || and # are text."], TimeSpan.FromSeconds(1))),
            new("menu", MenuScript.Write("Racklight", [new("kvm || minimal", leaf), new("own disk", null)], 0, TimeSpan.FromSeconds(1))),
            new("page", MenuPageScript.Write(Page(leaf, "one"))),
            new("page, from a section", MenuPageScript.Write(Page(leaf, "two"))),
            new("page, own disk", MenuPageScript.Write(Page(leaf, "disk")), Exits: true),
            new("page, lines of another room", MenuPageScript.Write(Page(leaf, "steps"))),
            new("local disk", LocalBootScript.Write("own disk"), Exits: true),
            new("another script", BootScript.Write(new IpxeBoot.Script(leaf))),
            new("EFI program", BootScript.Write(new IpxeBoot.EfiApplication($"http://{server.Authority}/program", ["console=ttyS0", "a||b"])), Exits: true),
            new("memdisk", BootScript.Write(new IpxeBoot.Memdisk(leaf, $"http://{server.Authority}/file", ["iso", "raw"])), Exits: isEfi),
            new("wimboot", BootScript.Write(new IpxeBoot.Wimboot(leaf, [new("BCD", [$"http://{server.Authority}/missing", $"http://{server.Authority}/file"]), new("boot.wim", [$"http://{server.Authority}/file"])]))),
            new("image", ImageBootScript.Write(new(leaf, [$"http://{server.Authority}/file"], ["quiet", "a=\"b ; c  d\""]) { Title = ["node  r1n2", "#1"] })),
            new("kernel", BootScript.Write(new IpxeBoot.Linux(leaf, [new($"http://{server.Authority}/file"), new($"http://{server.Authority}/file", "answers.cpio")], ["auto=true"]) { Title = ["Debian"] })),
        };
        if (!isEfi)
        {
            // EFI builds of that age cannot.
            IpxeInitrd[] initrds = [new($"http://{server.Authority}/file"), new($"http://{server.Authority}/file", "medium.iso") { Path = "/medium.iso" }, new($"http://{server.Authority}/file", "hook") { Path = "/hooks/hook", IsExecutable = true }];
            scripts.Add(new("a file in the initramfs", BootScript.Write(new IpxeBoot.Linux(leaf, initrds, ["quiet"]), IpxeCapabilities.For(null, IpxePlatform.Bios))));
        }
        return scripts;
    }

    private static MenuPage Page(string leaf, string chosen) => new(
        "Racklight: what shall this machine boot?",
        [
            new("open", "Open", [
                new("disk", "Own disk", new MenuTarget.LocalDisk()) { Key = 'l' },
                new("one", "One || another", new MenuTarget.Fetch(leaf)) { Note = "last time", RamMiB = 2048 },
                new("steps", "Steps", new MenuTarget.Steps((script, _) => script.Echo("rl-steps").Doing("the steps").Chain(leaf))),
            ]) { IsOpen = true },
            new("closed", "Closed", [new("two", "Two", new MenuTarget.Fetch(leaf)), new("shell", "Shell", new MenuTarget.Shell())]) { Key = 'x' },
        ])
    {
        Default = chosen,
        Timeout = TimeSpan.FromSeconds(1),
        Address = leaf + "?mac=0",
        Back = leaf,
        Colours = MenuColours.Standard,
        Search = true,
        AskAddress = true,
        AskArguments = true,
        AskSerial = true,
    };
}
