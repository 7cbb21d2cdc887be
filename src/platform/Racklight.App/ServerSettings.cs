using System.Net;
using Racklight.App.Security.OpenId;

namespace Racklight.App;

/// <summary>How a network's DHCP runs.</summary>
public enum DhcpMode
{
    /// <summary>As the site says for each network.</summary>
    Site,

    /// <summary>Boot options only, beside any DHCP server.</summary>
    Proxy,

    /// <summary>Leases too.</summary>
    Full,

    /// <summary>None: another server points here.</summary>
    Off,
}

/// <summary>Every address, port and directory of the server; each is a flag and an environment variable of <c>serve</c> and <c>up</c>.</summary>
public sealed record ServerSettings
{
    /// <summary>The default of <see cref="KollaReleases"/>: where plans of upgrades put each release's virtual environment.</summary>
    public const string DefaultKollaReleases = "/opt/kolla-ansible";

    /// <summary>The site's directory. <c>--site</c>, <c>RACKLIGHT_SITE</c>; default: the current directory.</summary>
    public required string Site { get; init; }

    /// <summary>Where observed state and artifacts lie. <c>--state</c>, <c>RACKLIGHT_STATE</c>.</summary>
    public required string State { get; init; }

    /// <summary>SQLite in <see cref="State"/> when null, else <c>postgres://…</c>. <c>--database</c>, <c>RACKLIGHT_DATABASE</c>.</summary>
    public string? Database { get; init; }

    /// <summary>The address that machines reach. <c>--address</c>, <c>RACKLIGHT_ADDRESS</c>; default: 0.0.0.0, and each machine is told the address of the interface that it came in by.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>Machine-facing HTTP. <c>--http-port</c>; default 8080; 0 picks a free one.</summary>
    public int HttpPort { get; init; } = 8080;

    /// <summary>Machine-facing HTTPS beside HTTP, with the site's own authority (<c>racklight trust init</c>). <c>--https-port</c>; null (the default): none.</summary>
    public int? HttpsPort { get; init; }

    /// <summary>The administrative listener's address. <c>--admin-address</c>; default: loopback, where no login is needed.</summary>
    public IPAddress AdminAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Administrative HTTP. <c>--admin-port</c>; default 8081; 0 picks a free one.</summary>
    public int AdminPort { get; init; } = 8081;

    /// <summary>The identity provider at which people may log in too; null: local users only. <c>--openid-issuer</c>, <c>--openid-client</c>, <c>--openid-secret-file</c>, <c>--openid-allow</c>.</summary>
    public OpenIdSettings? OpenId { get; init; }

    /// <summary>TFTP. <c>--tftp-port</c>; default 69.</summary>
    public int TftpPort { get; init; } = 69;

    /// <summary>DHCP. <c>--dhcp-port</c>; default 67.</summary>
    public int DhcpPort { get; init; } = 67;

    /// <summary>PXE boot server (BINL). <c>--pxe-port</c>; default 4011.</summary>
    public int PxePort { get; init; } = 4011;

    /// <summary>Overrides the site's DHCP mode. <c>--dhcp site|proxy|full|off</c>.</summary>
    public DhcpMode Dhcp { get; init; } = DhcpMode.Site;

    /// <summary>Serve only what comes in by these interfaces. <c>--interface</c>, repeatable; default: all.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>The network namespace that the machine-facing sockets are opened in; null for the program's own. Set by <c>up</c> and labs.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Start in <c>full</c> mode even though another DHCP server answers on the link. <c>--despite-other-dhcp</c>.</summary>
    public bool DespiteOtherDhcp { get; init; }

    /// <summary>The most bytes that the pass-through cache for installers keeps. <c>--cache-size</c>; null: as the site says; 0: off.</summary>
    public long? CacheSize { get; init; }

    /// <summary>Vault ids and where their passwords are, <c>LABEL@SOURCE</c>. <c>--vault-id</c>, repeatable.</summary>
    public IReadOnlyList<string> VaultIds { get; init; } = [];

    /// <summary>Files with vault passwords, or scripts that print them. <c>--vault-password-file</c>, repeatable.</summary>
    public IReadOnlyList<string> VaultPasswordFiles { get; init; } = [];

    /// <summary>Where kolla-ansible's releases lie, each in a directory of its name: the dashboard compares settings with their samples. <c>--kolla-releases</c>.</summary>
    public string KollaReleases { get; init; } = DefaultKollaReleases;

    /// <summary>Where the SQLite database lies; default: <see cref="State"/>. A virtual rack has its own, so that two racks do not meet.</summary>
    public string? DatabaseDirectory { get; init; }

    /// <summary>The directory of content-addressed artifacts.</summary>
    public string Artifacts => Path.Combine(State, "artifacts");
}
