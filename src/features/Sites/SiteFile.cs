using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

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
