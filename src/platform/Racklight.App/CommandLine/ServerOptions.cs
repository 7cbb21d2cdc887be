using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Racklight.App.Security.OpenId;

namespace Racklight.App.CommandLine;

/// <summary>The server's addresses, ports and directories as flags, each with an environment variable: <c>--http-port</c> is <c>RACKLIGHT_HTTP_PORT</c>. A flag wins.</summary>
public sealed class ServerOptions
{
    private readonly Option<string> _site = Text("--site", "DIR", "The site's directory");
    private readonly Option<string> _state = Text("--state", "DIR", "Where observed state and artifacts lie");
    private readonly Option<string> _database = Text("--database", "URL", "postgres://user@host/name instead of SQLite in the state directory");
    private readonly Option<IPAddress> _address = Address("--address", "The address that machines reach (default: all)");
    private readonly Option<int> _httpPort = Port("--http-port", 8080, "Machine-facing HTTP");
    private readonly Option<int?> _httpsPort = new("--https-port")
    {
        Description = "Machine-facing HTTPS port, with the site's own CA (racklight trust init; default: none)",
        HelpName = "PORT",
        CustomParser = result => TryPort(result.Tokens[0].Value, out var port) && port > 0 ? port : Fail<int?>(result, $"--https-port {result.Tokens[0].Value}: want a port from 1 to 65535"),
    };
    private readonly Option<IPAddress> _adminAddress = Address("--admin-address", "The address of API and dashboard (default: 127.0.0.1; elsewhere a login is asked)");
    private readonly Option<int> _adminPort = Port("--admin-port", 8081, "API and dashboard");
    private readonly Option<string> _openIdIssuer = Text("--openid-issuer", "URL", "OpenID Connect provider at which people may log in too");
    private readonly Option<string> _openIdClient = Text("--openid-client", "NAME", "This server's name at the provider");
    private readonly Option<string> _openIdSecret = Text("--openid-secret-file", "FILE", "The file with the client's secret (default: a public client)");
    private readonly Option<string[]> _openIdAllow = new("--openid-allow") { Description = "Who may log in there, for instance groups=rack-admins (repeatable)", HelpName = "CLAIM=VALUE" };
    private readonly Option<int> _tftpPort = Port("--tftp-port", 69, "TFTP");
    private readonly Option<int> _dhcpPort = Port("--dhcp-port", 67, "DHCP");
    private readonly Option<int> _pxePort = Port("--pxe-port", 4011, "PXE boot server");
    private readonly Option<DhcpMode> _dhcp = new("--dhcp")
    {
        Description = "site (as each network says), proxy, full or off",
        HelpName = "site|proxy|full|off",
        CustomParser = result => Enum.TryParse<DhcpMode>(result.Tokens[0].Value, ignoreCase: true, out var mode) && !char.IsAsciiDigit(result.Tokens[0].Value[0])
            ? mode
            : Fail<DhcpMode>(result, $"--dhcp {result.Tokens[0].Value}: want site, proxy, full or off"),
    };
    private readonly Option<string[]> _interfaces = new("--interface") { Description = "Serve only what comes in by this interface (repeatable)", HelpName = "IFACE" };
    private readonly Option<bool> _despite = new("--despite-other-dhcp") { Description = "Start in full mode even though another DHCP server answers on the link" };

    private readonly Option<string> _cacheSize = new("--cache-size")
    {
        Description = "The most bytes that the cache for installers keeps: 20G; 0 is off (default: as the site says)",
        HelpName = "SIZE",
        CustomParser = result => ByteSize.TryParse(result.Tokens[0].Value, out _) ? result.Tokens[0].Value : Fail<string>(result, $"--cache-size {result.Tokens[0].Value}: want {ByteSize.Want}"),
    };

    private readonly Option<string[]> _vaultIds = new("--vault-id") { Description = "A vault id of the site's secrets and where its password is: LABEL@FILE, LABEL@SCRIPT, LABEL@prompt (repeatable)", HelpName = "LABEL@SOURCE" };
    private readonly Option<string[]> _vaultPasswordFiles = new("--vault-password-file", "--vault-pass-file") { Description = "A file with the password of the site's secrets, or an executable that prints it (repeatable; ANSIBLE_VAULT_PASSWORD_FILE counts too)", HelpName = "FILE" };
    private readonly Option<string> _kollaReleases = Text("--kolla-releases", "DIR", $"Where kolla-ansible's releases lie, for re-basing on the dashboard (default: {ServerSettings.DefaultKollaReleases})");

    /// <summary>Adds all flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _site, _state, _database, _address, _httpPort, _httpsPort, _adminAddress, _adminPort, _openIdIssuer, _openIdClient, _openIdSecret, _openIdAllow, _tftpPort, _dhcpPort, _pxePort, _dhcp, _interfaces, _despite, _cacheSize, _vaultIds, _vaultPasswordFiles, _kollaReleases }) command.Options.Add(option);
    }

    /// <summary>True when the flag, or its variable, names a site.</summary>
    public bool NamesSite(ParseResult parsed) => Get(parsed, _site) is not null;

    /// <summary>True when the flag, or its variable, names the administrative port.</summary>
    public bool NamesAdminPort(ParseResult parsed) => parsed.GetResult(_adminPort) is { Implicit: false } || Variable(_adminPort) is not null;

    /// <summary>The settings that flags, variables and defaults amount to.</summary>
    /// <exception cref="ProblemException">A variable holds something that its flag would refuse.</exception>
    public ServerSettings Read(ParseResult parsed) => new()
    {
        Site = Path.GetFullPath(Get(parsed, _site) ?? "."),
        State = Path.GetFullPath(Get(parsed, _state) ?? StateDirectory.Default),
        Database = Get(parsed, _database),
        Address = GetAddress(parsed, _address) ?? IPAddress.Any,
        HttpPort = GetPort(parsed, _httpPort),
        HttpsPort = GetHttpsPort(parsed),
        AdminAddress = GetAddress(parsed, _adminAddress) ?? IPAddress.Loopback,
        AdminPort = GetPort(parsed, _adminPort),
        OpenId = OpenIdSettings.Read(Get(parsed, _openIdIssuer), Get(parsed, _openIdClient), Get(parsed, _openIdSecret), GetList(parsed, _openIdAllow)),
        TftpPort = GetPort(parsed, _tftpPort),
        DhcpPort = GetPort(parsed, _dhcpPort),
        PxePort = GetPort(parsed, _pxePort),
        Dhcp = GetDhcp(parsed),
        Interfaces = GetList(parsed, _interfaces),
        CacheSize = GetSize(parsed),
        VaultIds = GetList(parsed, _vaultIds),
        VaultPasswordFiles = GetList(parsed, _vaultPasswordFiles),
        KollaReleases = Path.GetFullPath(Get(parsed, _kollaReleases) ?? ServerSettings.DefaultKollaReleases),
        DespiteOtherDhcp = parsed.GetValue(_despite) || Variable(_despite) is "1" or "true",
    };

    private static Option<string> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    private static Option<IPAddress> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "IP",
        CustomParser = result => IPAddress.TryParse(result.Tokens[0].Value, out var address) ? address : Fail<IPAddress>(result, $"{name} {result.Tokens[0].Value}: not an IP address"),
    };

    private static Option<int> Port(string name, int number, string description) => new(name)
    {
        Description = $"{description} port; 0 picks a free one",
        HelpName = "PORT",
        DefaultValueFactory = _ => number,
        CustomParser = result => TryPort(result.Tokens[0].Value, out var port) ? port : Fail<int>(result, $"{name} {result.Tokens[0].Value}: want a port from 0 to 65535"),
    };

    private static bool TryPort(string text, out int port)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;

    private static T? Fail<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    private static string? Variable(Option option)
        => Environment.GetEnvironmentVariable(VariableName(option)) is { Length: > 0 } value ? value : null;

    private static string VariableName(Option option)
        => "RACKLIGHT_" + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    private static string? Get(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { Length: > 0 } value ? value : Variable(option);

    private static string[] GetList(ParseResult parsed, Option<string[]> option)
        => parsed.GetValue(option) is { Length: > 0 } named ? named : Variable(option)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static IPAddress? GetAddress(ParseResult parsed, Option<IPAddress> option)
    {
        if (parsed.GetValue(option) is { } given) return given;
        if (Variable(option) is not { } text) return null;
        return IPAddress.TryParse(text, out var address) ? address : throw Bad(option, text, "an IP address");
    }

    private static int GetPort(ParseResult parsed, Option<int> option)
    {
        if (parsed.GetResult(option) is { Implicit: false } || Variable(option) is not { } text) return parsed.GetValue(option);
        return TryPort(text, out var port) ? port : throw Bad(option, text, "a port from 0 to 65535");
    }

    private int? GetHttpsPort(ParseResult parsed)
    {
        if (parsed.GetValue(_httpsPort) is { } given) return given;
        if (Variable(_httpsPort) is not { } text) return null;
        return TryPort(text, out var port) && port > 0 ? port : throw Bad(_httpsPort, text, "a port from 1 to 65535");
    }

    private DhcpMode GetDhcp(ParseResult parsed)
    {
        if (parsed.GetResult(_dhcp) is { Implicit: false } || Variable(_dhcp) is not { } text) return parsed.GetValue(_dhcp);
        return Enum.TryParse<DhcpMode>(text, ignoreCase: true, out var mode) ? mode : throw Bad(_dhcp, text, "site, proxy, full or off");
    }

    private long? GetSize(ParseResult parsed)
    {
        if (Get(parsed, _cacheSize) is not { } text) return null;
        return ByteSize.TryParse(text, out var size) ? size : throw Bad(_cacheSize, text, ByteSize.Want);
    }

    private static ProblemException Bad(Option option, string text, string wanted) => new($"{VariableName(option)}={text}: want {wanted}");
}
