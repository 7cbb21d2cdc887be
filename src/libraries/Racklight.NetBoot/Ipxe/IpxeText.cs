using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Racklight.NetBoot.Ipxe;

/// <summary>
/// Text in a script: literal pieces and settings. Written as an interpolated string, in which a <see cref="Setting"/> stays an
/// expression and every other hole is literal text, checked when the script is written: <c>$"booting {node} as {Setting.Mac}"</c>.
/// </summary>
[InterpolatedStringHandler]
public sealed class IpxeText
{
    private readonly List<object> _parts = [];

    /// <summary>Called by the compiler.</summary>
    public IpxeText(int literalLength, int formattedCount) => _ = literalLength + formattedCount;

    private IpxeText(object part) => Append(part);

    /// <summary>The pieces: strings, never two in a row and never empty, and <see cref="Setting"/>s.</summary>
    internal IReadOnlyList<object> Parts => _parts;

    /// <summary>The literal text, when there is no setting in it; else null.</summary>
    internal string? Literal => _parts.Count switch
    {
        0 => "",
        1 => _parts[0] as string,
        _ => null,
    };

    /// <summary>Literal text.</summary>
    public static implicit operator IpxeText(string text) => FromString(text);

    /// <summary>A setting alone.</summary>
    public static implicit operator IpxeText(Setting setting) => FromSetting(setting);

    /// <summary>Literal text.</summary>
    public static IpxeText FromString(string text) => new(text);

    /// <summary>A setting alone.</summary>
    public static IpxeText FromSetting(Setting setting) => new((object)setting);

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) => Append(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(string? value) => Append(value ?? "");

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(Setting value) => Append(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(long value) => Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(IpxeText value)
    {
        foreach (var part in value._parts) Append(part);
    }

    /// <summary>The text as a reader would like to see it in a message; not for scripts.</summary>
    public override string ToString() => string.Concat(_parts);

    private void Append(object part)
    {
        if (part is not string text) _parts.Add(part);
        else if (text.Length == 0) return;
        else if (_parts.Count > 0 && _parts[^1] is string before) _parts[^1] = before + text;
        else _parts.Add(text);
    }
}
