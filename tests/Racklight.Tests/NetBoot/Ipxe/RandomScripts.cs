using System.Net;
using CsCheck;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.NetBoot.Ipxe;

/// <summary>Every class of script with any options, for any client.</summary>
internal static class RandomScripts
{
    private static readonly BootServer Server = new(IPAddress.Parse("10.20.0.1"), 8080);
    private static readonly Gen<string> Text = Any("a", "b ", " ", "||", "&&", ";", "#", "#x", "\\", "-", "--", "--gap", "$", "{x}", "ü", "\n", "\u001b[2J", "'", "\"", "%41", "=", "Debian 12").Array[0, 6].Select(static parts => string.Concat(parts));
    private static readonly Gen<string> Argument = Any("quiet", "a=\"b ; c  d\"", "-", "--", "#", "a#b", "||", "x\\", "console=ttyS0", "ü", "a  b").Select(static text => text);
    private static readonly Gen<string> Url = Any("http://10.20.0.1:8080/a", "http://10.20.0.1/b/c.img?mac=52-54-00-20-00-02&entry=x", "tftp://10.20.0.1/d", "http://[fe80::1]/e&&f");
    private static readonly Gen<int?> Ram = Any<int?>(null, 512, 3072, 100_000);

    private static readonly Gen<IpxeCapabilities> Client = Any(
        IpxeCapabilities.Oldest,
        IpxeCapabilities.FromRequest("iPXE/1.0.0+git-20190125.36a4c85-5.1", "pcbios"),
        IpxeCapabilities.FromRequest("iPXE/1.21.1+git20250501.dad20602+dfsg-1", "efi"),
        IpxeCapabilities.FromRequest("iPXE/1.21.1+git20250501.dad20602+dfsg-1", "pcbios"),
        IpxeCapabilities.FromRequest("iPXE/2.0.0+dfsg-5", "efi"),
        IpxeCapabilities.FromRequest("iPXE/2.0.0 (g1234)", "efi"));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>A script, and whom it is for.</summary>
    public static Gen<(string Script, IpxeCapabilities Client)> All { get; } = Gen.Select(Script(), Client, static (write, client) => (write(client), client));

    private static Gen<Func<IpxeCapabilities, string>> Script() => Gen.OneOf(
        Of(Text.Array[0, 3], static (lines, _) => NoticeScript.Write(Server, lines, TimeSpan.FromSeconds(3))),
        Of(Text.Array[0, 3], static (lines, _) => LocalBootScript.Write(lines)),
        Of(Gen.Bool, static (first, _) => first ? FirstStageScript.Write(Server) : AutoexecScript.Write(8080)),
        Of(Plans(), BootScript.Write),
        Of(Pages(), MenuPageScript.Write),
        Of(Gen.Select(Text, Text, Url), static (x, client) => MenuScript.Write(x.Item1, [new(x.Item2, x.Item3), new(x.Item1, null)], 1, null, client)));

    private static Gen<Func<IpxeCapabilities, string>> Of<T>(Gen<T> options, Func<T, IpxeCapabilities, string> write)
        => options.Select(option => (Func<IpxeCapabilities, string>)(client => write(option, client)));

    private static Gen<IpxeBoot> Plans() => Gen.Select(
        Gen.OneOf<IpxeBoot>(
            Gen.Select(Url, Url.Array[0, 3], Argument.Array[0, 4], static (kernel, initrds, arguments) => (IpxeBoot)new IpxeBoot.Linux(kernel, [.. initrds.Select(static (url, i) => new IpxeInitrd(url, $"initrd{i}.img"))], arguments)),
            Gen.Select(Url, Argument.Array[0, 3], static (url, arguments) => (IpxeBoot)new IpxeBoot.EfiApplication(url, arguments)),
            Gen.Select(Url, Url, static (url, image) => (IpxeBoot)new IpxeBoot.Memdisk(url, image, ["iso", "raw"])),
            Gen.Select(Url, Url.Array[1, 3], static (url, urls) => (IpxeBoot)new IpxeBoot.Wimboot(url, [new("BCD", urls), new("boot.wim", urls)])),
            Any<IpxeBoot>(new IpxeBoot.RemoteDisk("iscsi:10.0.0.1::::iqn.2026-01.example:disk"), new IpxeBoot.RemoteDisk("http://10.20.0.1/disk.iso"), new IpxeBoot.Script("http://10.20.0.1/x.ipxe"), new IpxeBoot.LocalDisk())),
        Text.Array[0, 3],
        static (plan, title) => plan with { Title = title });

    private static Gen<MenuPage> Pages() => Gen.Select(
        Gen.Select(Text, Ram, Gen.Int[0, 3], Url, Text).Array[1, 6].Array[1, 4],
        Text,
        Gen.Bool.Array[8],
        Ram,
        static (sections, title, flags, known) => new MenuPage(title, [.. sections.Select((items, s) => new MenuSection($"s{s}", title + s, [.. items.Select((item, i) => Item(s, i, item.Item1, item.Item2, item.Item3, item.Item4, item.Item5))]) { IsOpen = (s % 2 == 0) == flags[0], Key = (char)('a' + s) })])
        {
            Default = flags[1] ? "i0-0" : null,
            Timeout = flags[2] ? TimeSpan.FromSeconds(30) : null,
            Colours = flags[3] ? MenuColours.Standard : null,
            Address = "http://10.20.0.1:8080/menu.ipxe?mac=52-54-00-20-00-02",
            Back = flags[4] ? "http://10.20.0.1:8080/boot.ipxe" : null,
            Search = flags[5],
            AskAddress = flags[6],
            AskArguments = flags[7],
            AskSerial = flags[6] != flags[7],
            IsSerial = flags[3] && flags[5],
            KnownRamMiB = known,
        });

    private static MenuItem Item(int section, int index, string title, int? ram, int kind, string url, string note) => new($"i{section}-{index}", title, kind switch
    {
        0 => new MenuTarget.LocalDisk(),
        1 => new MenuTarget.Shell(),
        2 => new MenuTarget.Steps(static (script, back) => script.Echo("mine").Goto(back)),
        _ => new MenuTarget.Fetch(url),
    })
    {
        RamMiB = ram,
        Note = note,
        Key = section == 0 ? (char)('p' + index) : null,
    };
}
