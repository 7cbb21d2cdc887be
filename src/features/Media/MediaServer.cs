namespace Racklight.BootMedia;

/// <summary>The server that a medium asks.</summary>
/// <param name="Authority">Host and port.</param>
/// <param name="Https">True for <c>https</c>.</param>
internal sealed record MediaServer(string Authority, bool Https)
{
    private const int MachinePort = 8080;

    /// <summary>
    /// Reads <c>10.20.0.1</c> (port 8080, where the server listens), <c>boot.example.org:80</c>, or a URL without a path, whose port is what the URL says.
    /// </summary>
    /// <exception cref="ProblemException">None of these.</exception>
    public static MediaServer Read(string text)
    {
        var bare = !text.Contains("://", StringComparison.Ordinal);
        // A bare IPv6 address is full of colons; as a URL it has brackets.
        if (bare && System.Net.IPAddress.TryParse(text, out var six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) text = $"[{six}]";
        if (!Uri.TryCreate(bare ? "http://" + text : text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new ProblemException($"--server {text}: want an address, a name, or a URL", "10.20.0.1, boot.example.org:8080 or http://10.20.0.1:8080/");
        }
        if (url.PathAndQuery is not ("/" or "") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ProblemException($"--server {text}: only a server, without path, user or query", $"{url.Scheme}://{url.Authority}/");
        }
        var port = bare && url.IsDefaultPort && !text.EndsWith(":80", StringComparison.Ordinal) ? MachinePort : url.Port;
        return new MediaServer(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{url.Host}:{port}"), url.Scheme == "https");
    }
}
