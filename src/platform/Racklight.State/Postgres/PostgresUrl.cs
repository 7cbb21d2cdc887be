using System.Globalization;
using Npgsql;

namespace Racklight.State.Postgres;

/// <summary>
/// <c>postgres://user:password@host:port/name?sslmode=require</c> as libpq writes it (postgresql.org/docs/15/libpq-connect.html §34.1.1.2).
/// A unix socket's directory stands percent-encoded as the host, or as <c>?host=/run/postgresql</c>.
/// </summary>
internal static class PostgresUrl
{
    /// <summary>The connection string, and a description without the password.</summary>
    /// <exception cref="ProblemException">Not such a URL; the message does not repeat it, since it may hold a password.</exception>
    public static (NpgsqlConnectionStringBuilder Connection, string Description) Parse(string url)
    {
        var rest = url.StartsWith("postgres://", StringComparison.Ordinal) ? url[11..]
            : url.StartsWith("postgresql://", StringComparison.Ordinal) ? url[13..]
            : throw Wrong("it does not begin with postgres://");
        var query = Cut(ref rest, '?');
        var name = Cut(ref rest, '/');
        var at = rest.LastIndexOf('@');
        var user = at < 0 ? "" : rest[..at];
        var host = rest[(at + 1)..];
        var password = Cut(ref user, ':');
        var builder = new NpgsqlConnectionStringBuilder { Timeout = 5, CommandTimeout = 30, ApplicationName = "racklight", IncludeErrorDetail = false };
        SetHost(builder, host);
        if (user.Length > 0) builder.Username = Decode(user);
        if (password is not null) builder.Password = Decode(password);
        builder.Database = name is { Length: > 0 } ? Decode(name) : throw Wrong("it names no database after the host");
        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)) SetOption(builder, pair);
        if (string.IsNullOrEmpty(builder.Host)) throw Wrong("it names no host");
        var shownUser = builder.Username is { Length: > 0 } known ? known + "@" : "";
        return (builder, $"postgres {shownUser}{builder.Host}/{builder.Database}");
    }

    private static void SetHost(NpgsqlConnectionStringBuilder builder, string host)
    {
        // [::1]:5432 keeps its colons inside the brackets.
        var close = host.LastIndexOf(']');
        var colon = host.IndexOf(':', Math.Max(close, 0));
        if (colon >= 0)
        {
            if (!int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            {
                throw Wrong("its port is not a number from 1 to 65535; a ':' or '@' in a password is written %3A or %40");
            }
            builder.Port = port;
            host = host[..colon];
        }
        builder.Host = Decode(host.Trim('[', ']'));
    }

    private static void SetOption(NpgsqlConnectionStringBuilder builder, string pair)
    {
        var key = pair;
        var value = Decode(Cut(ref key, '=') ?? "");
        switch (key)
        {
            case "host":
                builder.Host = value;
                break;
            case "port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535:
                builder.Port = port;
                break;
            case "user":
                builder.Username = value;
                break;
            case "password":
                builder.Password = value;
                break;
            case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                builder.SslMode = mode;
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            default:
                throw Wrong($"the option '{Storage.Bounded.Clean(key, 40)}' or its value is not known here (host, port, user, password, sslmode, sslrootcert)");
        }
    }

    private static string? Cut(ref string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        if (index < 0) return null;
        var after = text[(index + 1)..];
        text = text[..index];
        return after;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static ProblemException Wrong(string why) => new($"the database URL cannot be used: {why}", "postgres://user:password@host/name", ExitCodes.Usage);
}
