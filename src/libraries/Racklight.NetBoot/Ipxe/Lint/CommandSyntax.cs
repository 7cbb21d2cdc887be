using System.Collections.Frozen;

namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>What follows an option.</summary>
internal enum OptionValue
{
    None,
    Text,
    Number,

    /// <summary>One character, or a number.</summary>
    Key,
}

/// <summary>An option of a command.</summary>
/// <param name="Name">After <c>--</c>.</param>
/// <param name="Letter">After <c>-</c>.</param>
/// <param name="Value">What follows.</param>
internal sealed record OptionSyntax(string Name, char Letter, OptionValue Value)
{
    /// <summary>From which source date on; an older iPXE fails on it.</summary>
    public DateOnly Since { get; init; } = DateOnly.MinValue;
}

/// <summary>What a command accepts, by iPXE's sources (src/hci/commands, src/core/exec.c, src/image/script.c).</summary>
/// <param name="Fewest">How many words at least, options aside. Expansion makes no word more and none less.</param>
/// <param name="Most">How many at most.</param>
/// <param name="Options">Its options.</param>
internal sealed record CommandSyntax(int Fewest, int Most, params OptionSyntax[] Options)
{
    private const int Any = int.MaxValue;

    /// <summary>In Debian 13's snapshot of May 2025, not in the one of January 2019.</summary>
    private static readonly DateOnly In2025 = new(2025, 5, 1);

    /// <summary>Came after the release of March 2026.</summary>
    private static readonly DateOnly AfterTwo = new(2026, 6, 1);

    private static readonly OptionSyntax Name = new("name", 'n', OptionValue.Text);
    private static readonly OptionSyntax Timeout = new("timeout", 't', OptionValue.Number);
    private static readonly OptionSyntax NewTimeout = Timeout with { Since = In2025 };
    private static readonly OptionSyntax Autofree = new("autofree", 'a', OptionValue.None);
    private static readonly OptionSyntax Replace = new("replace", 'r', OptionValue.None);
    private static readonly OptionSyntax Quiet = new("quiet", 'q', OptionValue.None) { Since = AfterTwo };
    private static readonly OptionSyntax Keep = new("keep", 'k', OptionValue.None);
    private static readonly OptionSyntax Menu = new("menu", 'm', OptionValue.Text);
    private static readonly OptionSyntax Form = new("form", 'f', OptionValue.Text) { Since = In2025 };
    private static readonly OptionSyntax Key = new("key", 'k', OptionValue.Key);
    private static readonly OptionSyntax Delete = new("delete", 'd', OptionValue.None);
    private static readonly OptionSyntax Drive = new("drive", 'd', OptionValue.Number);
    private static readonly OptionSyntax NoDescribe = new("no-describe", 'n', OptionValue.None);
    private static readonly OptionSyntax Configurator = new("configurator", 'c', OptionValue.Text);

    private static readonly CommandSyntax Fetch = new(1, Any, Name, Timeout, Autofree, Quiet);
    private static readonly CommandSyntax Start = new(0, Any, Name, Timeout, Autofree, Replace, Quiet);
    private static readonly CommandSyntax Interfaces = new(0, Any);
    private static readonly CommandSyntax Configure = new(0, Any, Configurator, NewTimeout);
    private static readonly CommandSyntax Digest = new(1, Any, new OptionSyntax("set", 's', OptionValue.Text) { Since = In2025 });
    private static readonly CommandSyntax Nothing = new(0, 0);
    private static readonly CommandSyntax Certificates = new(0, 0, new OptionSyntax("subject", 's', OptionValue.Text));

    private static readonly FrozenDictionary<string, CommandSyntax> All = new Dictionary<string, CommandSyntax>
    {
        ["autoboot"] = Interfaces,
        ["boot"] = Start,
        ["certfree"] = Certificates,
        ["certstat"] = Certificates,
        ["certstore"] = new(0, 1, new OptionSyntax("subject", 's', OptionValue.Text), Keep),
        ["chain"] = Start,
        ["choose"] = new(1, 1, Menu, new OptionSyntax("default", 'd', OptionValue.Text), Timeout, new OptionSyntax("retimeout", 'r', OptionValue.Number) { Since = In2025 }, Keep),
        ["clear"] = new(1, 1),
        ["colour"] = new(1, 1, new OptionSyntax("basic", 'b', OptionValue.Number), new OptionSyntax("rgb", 'r', OptionValue.Number)),
        ["config"] = new(0, 1),
        ["console"] = new(0, 0, new OptionSyntax("x", 'x', OptionValue.Number), new OptionSyntax("y", 'y', OptionValue.Number), new OptionSyntax("left", 'l', OptionValue.Number),
            new OptionSyntax("right", 'r', OptionValue.Number), new OptionSyntax("top", 't', OptionValue.Number), new OptionSyntax("bottom", 'b', OptionValue.Number),
            new OptionSyntax("depth", 'd', OptionValue.Number), new OptionSyntax("picture", 'p', OptionValue.Text), Keep),
        ["cpair"] = new(1, 1, new OptionSyntax("foreground", 'f', OptionValue.Number), new OptionSyntax("background", 'b', OptionValue.Number)),
        ["cpuid"] = new(1, 1, new OptionSyntax("ext", 'e', OptionValue.None), new OptionSyntax("amd", 'a', OptionValue.None), new OptionSyntax("ecx", 'c', OptionValue.None)),
        ["dhcp"] = Configure,
        ["echo"] = new(0, Any, new OptionSyntax("n", 'n', OptionValue.None)),
        ["exit"] = new(0, 1),
        ["form"] = new(0, Any, Name, Delete),
        ["goto"] = new(1, 1),
        ["help"] = Interfaces,
        ["ifclose"] = Interfaces,
        ["ifconf"] = Configure,
        ["iflinkwait"] = new(0, Any, Timeout),
        ["ifopen"] = Interfaces,
        ["ifstat"] = Interfaces,
        ["imgargs"] = Fetch,
        ["imgexec"] = Start,
        ["imgextract"] = new(1, 1, Name, Keep, Timeout, Quiet),
        ["imgfetch"] = Fetch,
        ["imgfree"] = Interfaces,
        ["imgload"] = Fetch,
        ["imgselect"] = Fetch,
        ["imgstat"] = Interfaces,
        ["imgtrust"] = new(0, 0, new OptionSyntax("allow", 'a', OptionValue.None), new OptionSyntax("permanent", 'p', OptionValue.None)),
        ["imgverify"] = new(2, 2, new OptionSyntax("signer", 's', OptionValue.Text), Keep, Timeout, Quiet),
        ["inc"] = new(1, 2),
        ["initrd"] = Fetch,
        ["iseq"] = new(2, 2),
        ["isset"] = new(1, 1),
        ["item"] = new(0, Any, Menu, Form, Key, new OptionSyntax("default", 'd', OptionValue.None), new OptionSyntax("secret", 's', OptionValue.None) { Since = In2025 }, new OptionSyntax("gap", 'g', OptionValue.None)),
        ["kernel"] = Fetch,
        ["login"] = Nothing,
        ["md5sum"] = Digest,
        ["menu"] = new(0, Any, Name, Delete),
        ["module"] = Fetch,
        ["nslookup"] = new(2, 2),
        ["ntp"] = new(1, 1),
        ["param"] = new(1, Any, new OptionSyntax("params", 'p', OptionValue.Text), new OptionSyntax("header", 'H', OptionValue.None) { Since = In2025 }),
        ["params"] = new(0, 0, Name, new OptionSyntax("method", 'm', OptionValue.Text) { Since = AfterTwo }, Delete),
        ["pciscan"] = new(1, 1),
        ["ping"] = new(1, 1, new OptionSyntax("size", 's', OptionValue.Number), Timeout, new OptionSyntax("count", 'c', OptionValue.Number), new OptionSyntax("quiet", 'q', OptionValue.None)),
        ["poweroff"] = Nothing,
        ["present"] = new(0, 0, Form, Keep),
        ["prompt"] = new(0, Any, Key, Timeout),
        ["pxebs"] = new(2, 2),
        ["read"] = new(1, 1, NewTimeout),
        ["reboot"] = new(0, 0, new OptionSyntax("warm", 'w', OptionValue.None), new OptionSyntax("setup", 's', OptionValue.None) { Since = In2025 }),
        ["route"] = Nothing,
        ["sanboot"] = new(0, Any, Drive, NoDescribe, Keep, new OptionSyntax("filename", 'f', OptionValue.Text), new OptionSyntax("extra", 'e', OptionValue.Text) { Since = In2025 },
            new OptionSyntax("label", 'l', OptionValue.Text) { Since = In2025 }, new OptionSyntax("uuid", 'u', OptionValue.Text) { Since = In2025 }),
        ["sanhook"] = new(1, Any, Drive, NoDescribe),
        ["sanunhook"] = new(0, 0, Drive),
        ["set"] = new(1, Any),
        ["sha1sum"] = Digest,
        ["sha256sum"] = Digest,
        ["sha512sum"] = Digest,
        ["shell"] = Nothing,
        ["shim"] = new(0, 1, Timeout, Quiet, new OptionSyntax("require-loader", 'l', OptionValue.None), new OptionSyntax("allow-pxe", 'p', OptionValue.None), new OptionSyntax("allow-sbat", 's', OptionValue.None)),
        ["show"] = new(1, 1, Quiet),
        ["sleep"] = new(1, 1),
        ["sync"] = new(0, 0, Timeout),
        ["vcreate"] = new(1, 1, new OptionSyntax("tag", 't', OptionValue.Number), new OptionSyntax("priority", 'p', OptionValue.Number)),
        ["vdestroy"] = new(1, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A command's syntax, or null when it is not known here.</summary>
    public static CommandSyntax? Of(string command) => All.GetValueOrDefault(command);
}
