using System.Text.Json;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary><c>nodes/NAME.yaml</c>: one machine.</summary>
[Schema("One machine")]
public sealed record NodeFile
{
    /// <summary>The group that it belongs to.</summary>
    [Schema("The group that it belongs to", Example = "compute")]
    public string? Group { get; init; }

    /// <summary>The MAC address of the card that it boots from.</summary>
    [Schema("The MAC address of the card that it boots from", Example = "52:54:00:20:00:02")]
    public string? Mac { get; init; }

    /// <summary>The SMBIOS UUID.</summary>
    [Schema("The SMBIOS UUID", Pattern = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", Want = "a UUID such as 4c4c4544-0042-3510-8052-b4c04f564433", Example = "4c4c4544-0042-3510-8052-b4c04f564433")]
    public string? Uuid { get; init; }

    /// <summary>The chassis or board serial number.</summary>
    [Schema("The chassis or board serial number", MaxLength = 64)]
    public string? Serial { get; init; }

    /// <summary>The address that it always gets (full mode).</summary>
    [Schema("The address that it always gets (where dhcp is full)", Example = "10.20.0.12")]
    public string? Address { get; init; }

    /// <summary>What it boots; wins over its group.</summary>
    [Schema("What it boots: an image's channel (kvm@canary), a menu entry, menu or local; wins over its group", Example = "kvm@canary")]
    public string? Boots { get; init; }

    /// <summary>Consent to take disks; wins over its group.</summary>
    [Schema("Consent to take disks, by the name of their use; wins over its group", Pattern = Names.Pattern, Want = Names.Want)]
    public IReadOnlyDictionary<string, DiskConsent>? Disks { get; init; }

    /// <summary><c>never</c> (default) or <c>on-boot</c>: whether answers may carry secrets.</summary>
    [Schema("Whether answers may carry secrets: never or on-boot", Default = "never", Choices = ["never", "on-boot"])]
    public string Secrets { get; init; } = "never";

    /// <summary>What it does in the cloud.</summary>
    [Schema("What it does in the cloud: control, network, compute, storage, monitoring, loadbalancer; wins over its group", Choices = ["control", "network", "compute", "storage", "monitoring", "loadbalancer"], Example = "compute")]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Bonds of its cards, by name.</summary>
    [Schema("Bonds of cards, by name; wins over its group", Pattern = Names.InterfacePattern, Want = Names.InterfaceWant)]
    public IReadOnlyDictionary<string, BondConfig>? Bonds { get; init; }

    /// <summary>Its addresses in networks besides the one that it boots on, by network.</summary>
    [Schema("Its addresses in networks besides the one that it boots on, by network", Pattern = Names.Pattern, Want = Names.Want, Example = "172.29.244.16")]
    public IReadOnlyDictionary<string, string>? Addresses { get; init; }

    /// <summary>How its menu looks, and what it does by itself; wins over group and site.</summary>
    [Schema("How its menu looks, and what it does by itself; wins over group and site, key by key")]
    public MenuSettings? Menu { get; init; }

    /// <summary>Answer files, by the name that they are served under; wins over group and site.</summary>
    [Schema("Answer files of installers, by the name that they are served under; wins over group and site", Pattern = Names.FilePattern, Want = Names.FileWant)]
    public IReadOnlyDictionary<string, AnswerConfig>? Answers { get; init; }

    /// <summary>Values for templates: <c>values.NAME</c>; wins over group and site.</summary>
    [Schema("Values for templates, read there as values.NAME; wins over group and site", Pattern = Names.ValuePattern, Want = Names.ValueWant)]
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }
}

/// <summary><c>groups/NAME.yaml</c>: what several nodes have in common.</summary>
[Schema("What several nodes have in common")]
public sealed record GroupFile
{
    /// <summary>What its nodes boot: an image's channel (<c>kvm@stable</c>), a menu entry, <c>menu</c> or <c>local</c>.</summary>
    [Schema("What its nodes boot: an image's channel (kvm@stable), a menu entry, menu or local", Example = "kvm@stable")]
    public string? Boots { get; init; }

    /// <summary>Consent to take disks, by the name of their use (<c>data</c>).</summary>
    [Schema("Consent to take disks, by the name of their use", Pattern = Names.Pattern, Want = Names.Want)]
    public IReadOnlyDictionary<string, DiskConsent>? Disks { get; init; }

    /// <summary>What its nodes do in the cloud.</summary>
    [Schema("What its nodes do in the cloud: control, network, compute, storage, monitoring, loadbalancer", Choices = ["control", "network", "compute", "storage", "monitoring", "loadbalancer"], Example = "compute")]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Bonds of their cards, by name.</summary>
    [Schema("Bonds of cards, by name", Pattern = Names.InterfacePattern, Want = Names.InterfaceWant)]
    public IReadOnlyDictionary<string, BondConfig>? Bonds { get; init; }

    /// <summary>How its nodes' menus look, and what they do by themselves; wins over the site.</summary>
    [Schema("How its nodes' menus look, and what they do by themselves; wins over the site, key by key")]
    public MenuSettings? Menu { get; init; }

    /// <summary>Answer files, by the name that they are served under; wins over the site.</summary>
    [Schema("Answer files of installers, by the name that they are served under; wins over the site", Pattern = Names.FilePattern, Want = Names.FileWant)]
    public IReadOnlyDictionary<string, AnswerConfig>? Answers { get; init; }

    /// <summary>Values for templates: <c>values.NAME</c>; wins over the site.</summary>
    [Schema("Values for templates, read there as values.NAME; wins over the site", Pattern = Names.ValuePattern, Want = Names.ValueWant)]
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }
}

/// <summary>Consent to take a disk.</summary>
[Schema("Consent to take a disk")]
public sealed record DiskConsent
{
    /// <summary><c>blank</c> (the one disk without partition table, signature or holder) or a path below <c>/dev/disk/</c>.</summary>
    [Schema("blank (the one disk without partition table, signature or holder) or a path below /dev/disk/", Example = "blank")]
    public required string Device { get; init; }

    /// <summary>The file system label that it gets and is found by: at most 16 characters.</summary>
    [Schema("The file system label that it gets and is found by", Pattern = "[A-Za-z0-9][A-Za-z0-9_-]*", Want = "a label of letters, digits, - and _", MaxLength = 16, Example = "RL-DATA")]
    public required string Label { get; init; }
}
