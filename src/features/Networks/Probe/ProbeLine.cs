using System.Text;
using System.Text.Json.Serialization;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Probe;

/// <summary>One answer, as <c>network probe</c> prints it. Empty: not sent.</summary>
/// <param name="AskedAs">The kind of client.</param>
/// <param name="Server">Who answered.</param>
/// <param name="Kind"><c>leases</c>, <c>proxy</c>, or <c>port 4011</c>.</param>
/// <param name="Address">The address that it offered.</param>
/// <param name="NextServer"><c>siaddr</c> of the header.</param>
/// <param name="BootFile">Option 67, else the header's field.</param>
/// <param name="VendorOptions">Option 43 in hexadecimal.</param>
/// <param name="VendorClass">Option 60.</param>
/// <param name="ServerName">Option 66.</param>
/// <param name="FileOption">Option 67.</param>
internal sealed record ProbeLine(string AskedAs, string Server, string Kind, string Address, string NextServer, string BootFile, string VendorOptions, string VendorClass, string ServerName, string FileOption)
{
    private const byte Option43 = 43;
    private const byte Option66 = 66;
    private const byte Option67 = 67;

    /// <summary>Makes a line of an answer.</summary>
    public static ProbeLine Of(ProbeAnswer answer, bool fromBootServer) => new(answer.Client.Describe(), answer.Server.ToString(),
        fromBootServer ? "port 4011" : answer.IsProxy ? "proxy" : "leases", Shown(answer.Offered), Shown(answer.NextServer), answer.BootFile,
        Convert.ToHexStringLower(answer.Message.Option(Option43)), answer.Message.VendorClass, Text(answer.Message.Option(Option66)), Text(answer.Message.Option(Option67)));

    /// <summary>The options in one cell: <c>43=060108ff 60=PXEClient</c>.</summary>
    [JsonIgnore]
    public string Options => string.Join(' ', new[] { ("43", VendorOptions), ("60", VendorClass), ("66", ServerName), ("67", FileOption) }
        .Where(pair => pair.Item2.Length > 0).Select(pair => $"{pair.Item1}={pair.Item2}"));

    private static string Shown(IPv4 address) => address.IsAny ? "" : address.ToString();

    /// <summary>Option text comes from strangers: what is not printable is shown as a question mark, and a trailing NUL is none of it.</summary>
    internal static string Text(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        var text = new StringBuilder();
        foreach (var octet in value[..(end < 0 ? value.Length : end)]) text.Append(octet is >= 0x20 and <= 0x7e ? (char)octet : '?');
        return text.ToString();
    }
}
