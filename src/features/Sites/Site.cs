using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>The git repository that describes everything, as read: see docs/sites.md.</summary>
public sealed record Site
{
    /// <summary>Where the site is, absolute: the directory that holds <c>site.yaml</c>, or the repository when it was read from a commit.</summary>
    public required string Root { get; init; }

    /// <summary>Its files: read what it names through this, since a commit has no directory.</summary>
    public ISiteFiles Files
    {
        get => field ??= new DirectoryFiles(Root);
        init;
    }

    /// <summary>
    /// True for what the server serves by itself, and for the tips of protected refs. False for any other ref (DESIGN §5): then secrets are
    /// masked, no build may start, and only images that exist are given out.
    /// </summary>
    public bool Protected { get; init; } = true;

    /// <summary><c>site.yaml</c>.</summary>
    public required SiteFile File { get; init; }

    /// <summary><c>groups/NAME.yaml</c>, by name.</summary>
    public required IReadOnlyDictionary<string, GroupFile> Groups { get; init; }

    /// <summary><c>nodes/NAME.yaml</c>, by name.</summary>
    public required IReadOnlyDictionary<string, NodeFile> Nodes { get; init; }

    /// <summary><c>images/NAME/image.yaml</c>, by name.</summary>
    public required IReadOnlyDictionary<string, ImageFile> Images { get; init; }

    /// <summary>The entries of <c>menu/*.yaml</c>, by name; those that override the program's own say only what differs.</summary>
    public required IReadOnlyDictionary<string, MenuFile> Menu { get; init; }

    /// <summary>The commit that it was read at (40 hexadecimal digits, with <c>+</c> behind it when files differ), or null outside git.</summary>
    public string? Commit { get; init; }

    /// <summary>The same site as anybody may see it: not protected, and no node gets secrets.</summary>
    public Site Masked() => this with
    {
        Protected = false,
        Nodes = Nodes.ToDictionary(static node => node.Key, static node => node.Value with { Secrets = "never" }, StringComparer.Ordinal),
    };

    /// <summary>The node of that MAC or UUID, or null.</summary>
    public (string Name, NodeFile Node)? FindNode(MacAddress? mac, string? uuid)
    {
        foreach (var (name, node) in Nodes)
        {
            if (mac is { } m && node.Mac is { } text && MacAddress.TryParse(text, out var own) && own == m) return (name, node);
            if (uuid is not null && node.Uuid is { } u && u.Equals(uuid, StringComparison.OrdinalIgnoreCase)) return (name, node);
        }
        return null;
    }

    /// <summary>What a node boots: its own word, its group's, or what <c>unknown</c> says.</summary>
    public string BootsOf(NodeFile? node)
        => node?.Boots ?? (node?.Group is { } g && Groups.TryGetValue(g, out var group) ? group.Boots : null) ?? File.Unknown;

    /// <summary>A node's disks: its own and its group's.</summary>
    public IReadOnlyDictionary<string, DiskConsent> DisksOf(NodeFile? node)
        => node?.Disks ?? (node?.Group is { } g && Groups.TryGetValue(g, out var group) ? group.Disks : null) ?? new Dictionary<string, DiskConsent>();

    /// <summary>A node's answer files, by name: the site's, its group's over them, its own over those.</summary>
    public IReadOnlyDictionary<string, AnswerConfig> AnswersOf(NodeFile? node) => Merged(File.Answers, GroupOf(node)?.Answers, node?.Answers);

    /// <summary>A node's values for templates: the site's, its group's over them, its own over those.</summary>
    public IReadOnlyDictionary<string, JsonElement> ValuesOf(NodeFile? node) => Merged(File.Values, GroupOf(node)?.Values, node?.Values);

    /// <summary>A node's roles in the cloud: its own or its group's; none when neither has any.</summary>
    public IReadOnlyList<string> RolesOf(NodeFile? node) => node?.Roles ?? GroupOf(node)?.Roles ?? [];

    /// <summary>A node's bonds: its group's, its own over those.</summary>
    public IReadOnlyDictionary<string, BondConfig> BondsOf(NodeFile? node) => Merged(GroupOf(node)?.Bonds, node?.Bonds);

    /// <summary>How a node's menu looks and what it does by itself: its own word, its group's, the site's, key by key.</summary>
    public MenuSettings MenuOf(NodeFile? node) => (node?.Menu ?? new()).Over(GroupOf(node)?.Menu).Over(File.Menu);

    private GroupFile? GroupOf(NodeFile? node) => node?.Group is { } name ? Groups.GetValueOrDefault(name) : null;

    private static SortedDictionary<string, T> Merged<T>(params ReadOnlySpan<IReadOnlyDictionary<string, T>?> layers)
    {
        var merged = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (name, value) in layer ?? new Dictionary<string, T>()) merged[name] = value;
        }
        return merged;
    }
}

/// <summary>An answer file of an installer: <c>answers: { ks.cfg: { format: kickstart } }</c>.</summary>
[Schema("An answer file of an installer, rendered for each node and served to its boot session")]
public sealed record AnswerConfig
{
    /// <summary>What reads it: see docs/answers.md.</summary>
    [Schema("What reads it: kickstart, preseed, autoinstall, cloud-init, autoyast, ignition, esxi, xcp-ng or text", Choices = ["kickstart", "preseed", "autoinstall", "cloud-init", "autoyast", "ignition", "esxi", "xcp-ng", "text"], Example = "preseed")]
    public required string Format { get; init; }

    /// <summary>Its template below <c>answers/</c>; default: the file of its own name there, else the built-in one of its format.</summary>
    [Schema("Its template below answers/; default: the file of its own name there, else the built-in one of its format", Example = "compute.ks")]
    public string? Template { get; init; }
}

/// <summary><c>site.yaml</c>.</summary>
[Schema("A site: its networks, what unknown machines get, and who may log in")]
public sealed record SiteFile
{
    /// <summary>The site's name: lower-case letters, digits and hyphens.</summary>
    [JsonPropertyName("site")]
    [Schema("The site's name", Pattern = Names.Pattern, Want = Names.Want, Example = "homelab")]
    public required string Name { get; init; }

    /// <summary>The networks, by name.</summary>
    [Schema("The networks that machines boot on, by name", Pattern = Names.Pattern, Want = Names.Want)]
    public IReadOnlyDictionary<string, NetworkConfig> Networks { get; init; } = new Dictionary<string, NetworkConfig>();

    /// <summary>What a machine gets that no file names: <c>menu</c>, <c>local</c>, an image or an entry.</summary>
    [Schema("What a machine gets that no file names: menu, local, an image or a menu entry", Default = "menu", Example = "menu")]
    public string Unknown { get; init; } = "menu";

    /// <summary>Who may log in to live machines.</summary>
    [Schema("Who may log in to live machines")]
    public TrustConfig Trust { get; init; } = new();

    /// <summary>Which refs are trusted, and whose forks may be tried.</summary>
    [Schema("Which refs are trusted, and whose forks may be tried")]
    public RefsConfig Refs { get; init; } = new();

    /// <summary>A directory of bootloaders to use instead of the distribution's, relative to the site.</summary>
    [Schema("A directory of bootloaders to use instead of the distribution's, relative to the site", Example = "bootloaders")]
    public string? Bootloaders { get; init; }

    /// <summary>How machines' menus look, and what they do by themselves.</summary>
    [Schema("How machines' menus look, and what they do by themselves")]
    public MenuSettings? Menu { get; init; }

    /// <summary>The pass-through cache for installers.</summary>
    [Schema("The pass-through cache for installers")]
    public CacheConfig Cache { get; init; } = new();

    /// <summary>The cloud that runs on nodes with <c>roles</c>; null: none.</summary>
    [Schema("The cloud that runs on nodes with roles")]
    public CloudConfig? Cloud { get; init; }

    /// <summary>The files of secrets that answers may ask for: paths below the site, or patterns (<c>secrets/*.yml</c>); see <see cref="SecretFiles"/>.</summary>
    [Schema("The vault-encrypted files that answers take secrets from: paths below the site, or patterns such as secrets/*.yml", MaxLength = 200, Example = "secrets/*.yml")]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Answer files, by the name that they are served under.</summary>
    [Schema("Answer files of installers, by the name that they are served under", Pattern = Names.FilePattern, Want = Names.FileWant)]
    public IReadOnlyDictionary<string, AnswerConfig>? Answers { get; init; }

    /// <summary>Values for templates: <c>values.NAME</c>.</summary>
    [Schema("Values for templates, read there as values.NAME", Pattern = Names.ValuePattern, Want = Names.ValueWant)]
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }
}

/// <summary>The pass-through cache for installers; see docs/offline.md.</summary>
[Schema("The pass-through cache for installers")]
public sealed record CacheConfig
{
    /// <summary>Hosts that machines may reach through it.</summary>
    [Schema("Hosts that machines may reach through it: a name, name:port, or *.domain for hosts with public addresses", Pattern = "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?", Want = "a host such as mirrors.kernel.org, mirror.lan:8080 or *.example.org", MaxLength = 260, Example = "mirrors.kernel.org")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The most that it keeps; <c>0</c>: it is off. The server's <c>--cache-size</c> wins.</summary>
    [Schema("The most that it keeps; 0 is off; the server's --cache-size wins", Default = "0", Pattern = "[0-9]+(\\.[0-9]+)?[KMGTP]?", Want = "a size such as 20G, or 0", MaxLength = 20, Example = "20G")]
    public string Size { get; init; } = "0";
}

/// <summary>A network of the site.</summary>
[Schema("A network of the site")]
public sealed record NetworkConfig
{
    /// <summary>The subnet: <c>10.20.0.0/24</c>.</summary>
    [Schema("The subnet: its first address and the length of its prefix", Example = "10.20.0.0/24")]
    public required string Cidr { get; init; }

    /// <summary><c>proxy</c> (default), <c>full</c> or <c>off</c>.</summary>
    [Schema("proxy: boot options only, beside another DHCP server; full: addresses too; off: none", Default = "proxy", Choices = ["proxy", "full", "off"])]
    public string Dhcp { get; init; } = "proxy";

    /// <summary>The addresses to give: <c>10.20.0.100-10.20.0.199</c>. Needed in <c>full</c> mode.</summary>
    [Schema("The addresses to give, first and last; needed when dhcp is full", Example = "10.20.0.100-10.20.0.199")]
    public string? Range { get; init; }

    /// <summary>The default gateway that clients are told.</summary>
    [Schema("The default gateway that clients are told", Example = "10.20.0.1")]
    public string? Gateway { get; init; }

    /// <summary>The DNS servers that clients are told.</summary>
    [Schema("The DNS servers that clients are told")]
    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>The domain that clients are told.</summary>
    [Schema("The domain that clients are told", Pattern = Names.DomainPattern, Want = "a domain such as lab.example.org", MaxLength = 253, Example = "lab.example.org")]
    public string? Domain { get; init; }

    /// <summary>How long a lease lasts: <c>45m</c>, <c>12h</c>, <c>2d</c>. Default <c>12h</c>.</summary>
    [Schema("How long a lease lasts", Default = "12h", Example = "12h")]
    public string Lease { get; init; } = "12h";

    /// <summary>How UEFI PXE clients are led to the loader: <c>binl</c> (default: port 4011), <c>bypass</c> (option 43) or <c>both</c>; see docs/networks.md.</summary>
    [Schema("How UEFI PXE clients are led to the loader: binl (port 4011), bypass (option 43) or both", Default = "binl", Choices = ["binl", "bypass", "both"])]
    public string Pxe { get; init; } = "binl";

    /// <summary>The bond or card of a host that carries it; null: a cloud's hosts are not set up for it.</summary>
    [Schema("The bond or card of a cloud's host that carries it", Pattern = Names.InterfacePattern, Want = Names.InterfaceWant, Example = "bond0")]
    public string? Link { get; init; }

    /// <summary>Its VLAN on that link, 1 to 4094; null: untagged.</summary>
    [Schema("Its VLAN on that link; without: untagged", Pattern = Names.VlanPattern, Want = "a VLAN from 1 to 4094", Example = "10")]
    public string? Vlan { get; init; }

    /// <summary>The bridge on a cloud's host that containers and machines join; null: none.</summary>
    [Schema("The bridge on a cloud's host that containers and machines join", Pattern = Names.InterfacePattern, Want = Names.InterfaceWant, Example = "br-mgmt")]
    public string? Bridge { get; init; }

    /// <summary>The largest packet, in bytes, 576 to 9216; null: the card's own.</summary>
    [Schema("The largest packet, in bytes", Pattern = "(57[6-9]|5[89][0-9]|[6-9][0-9]{2}|[1-8][0-9]{3}|9[01][0-9]{2}|92(0[0-9]|1[0-6]))", Want = "576 to 9216", Example = "9000")]
    public string? Mtu { get; init; }
}

/// <summary>Which refs are trusted, and whose forks may be tried. Only the served site's own word counts, never that of the ref which is tried.</summary>
[Schema("Which refs are trusted, and whose forks may be tried")]
public sealed record RefsConfig
{
    /// <summary>Branches (and tags, as <c>tags/NAME</c>) that see secrets and may start builds, besides the default branch.</summary>
    [Schema("Branches (and tags, as tags/NAME) that see secrets and may start builds, besides the default branch", MaxLength = 200, Example = "main")]
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>Where forks are fetched from, by user; <c>*</c> stands for any other, with <c>{user}</c> in its path.</summary>
    [Schema("Where forks are fetched from, by user; * stands for any other, with {user} in its path", Pattern = @"\*|[A-Za-z0-9_]([A-Za-z0-9_.-]{0,37}[A-Za-z0-9_-])?", Want = "a user's name, or *", MaxLength = 500, Example = "https://git.example.org/{user}/site.git")]
    public IReadOnlyDictionary<string, string> Remotes { get; init; } = new Dictionary<string, string>();
}

/// <summary>Who may log in.</summary>
[Schema("Who may log in to live machines")]
public sealed record TrustConfig
{
    /// <summary>Files of OpenSSH public keys, relative to the site.</summary>
    [Schema("Files of OpenSSH public keys, relative to the site")]
    public IReadOnlyList<string> SshKeys { get; init; } = [];
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

/// <summary><c>images/NAME/image.yaml</c>: how a live image is built.</summary>
[Schema("How a live image is built")]
public sealed record ImageFile
{
    /// <summary>Distribution and release: <c>debian/bookworm</c>.</summary>
    [Schema("Distribution and release", Pattern = "[a-z]+/[a-z0-9.]+", Want = "a distribution and its release such as debian/bookworm", Example = "debian/bookworm")]
    public required string Base { get; init; }

    /// <summary>The package mirror to build from; default: the building machine's own when it is the same distribution and release.</summary>
    [Schema("The package mirror to build from; default: the building machine's own when it is the same distribution and release")]
    public string? Mirror { get; init; }

    /// <summary>The apt sources inside the image: a mirror's URL; default: none.</summary>
    [Schema("The apt source inside the image: a mirror's URL; default: none")]
    public string? Apt { get; init; }

    /// <summary>Packages to install besides the base.</summary>
    [Schema("Packages to install besides the base", Pattern = Names.PackagePattern, Want = "a package name such as openssh-server, or name=version", MaxLength = 200)]
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>An Ansible playbook, relative to the image's directory, run once inside the chroot.</summary>
    [Schema("An Ansible playbook, relative to the image's directory, run once inside the chroot", Example = "playbook.yml")]
    public string? Playbook { get; init; }

    /// <summary>The kernel.</summary>
    [Schema("The kernel")]
    public KernelConfig Kernel { get; init; } = new();

    /// <summary>Absolute paths that outlive a reboot on the data disk.</summary>
    [Schema("Absolute paths that outlive a reboot on the data disk")]
    public IReadOnlyList<string> Persist { get; init; } = [];

    /// <summary>squashfs compression: <c>zstd:3</c> (default), <c>zstd:1</c> to <c>zstd:22</c>, <c>lz4</c>, <c>xz</c> or <c>gzip</c>.</summary>
    [Schema("squashfs compression", Default = "zstd:3", Pattern = "zstd:([1-9]|1[0-9]|2[0-2])|lz4|xz|gzip", Want = "a compression: zstd:1 to zstd:22, lz4, xz or gzip", Example = "zstd:3")]
    public string Compression { get; init; } = "zstd:3";
}

/// <summary>An image's kernel.</summary>
[Schema("An image's kernel")]
public sealed record KernelConfig
{
    /// <summary>The suffix of Debian's <c>linux-image-</c> package: <c>amd64</c> (default), <c>cloud-amd64</c>, <c>rt-amd64</c>.</summary>
    [Schema("The suffix of the linux-image- package: amd64, cloud-amd64, rt-amd64", Default = "amd64", Pattern = "[a-z0-9][a-z0-9.+-]*", Want = "a kernel flavour such as amd64", MaxLength = 64, Example = "amd64")]
    public string Flavour { get; init; } = "amd64";

    /// <summary>Arguments for the kernel command line.</summary>
    [Schema("Arguments for the kernel command line, one an item", Pattern = Names.ArgumentPattern, Want = "one kernel argument without spaces or quotes, such as console=ttyS0", MaxLength = 512)]
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
