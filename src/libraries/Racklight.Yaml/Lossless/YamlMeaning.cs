using System.Globalization;
using System.Text;

namespace Racklight.Yaml.Lossless;

/// <summary>
/// What a value means to Ansible, for comparing values that are written differently: quotes do not count, and <c>yes</c>, <c>"True"</c> and
/// <c>on</c> are the same. Only for comparing; a value is never written from it.
/// </summary>
public readonly record struct YamlMeaning
{
    private YamlMeaning(string canonical) => Canonical = canonical;

    /// <summary>Equal for values of the same meaning.</summary>
    public string Canonical { get; }

    /// <summary>True for nothing, <c>~</c> and <c>null</c>.</summary>
    public bool IsNull => Canonical == "null";

    /// <summary>True for <c>yes</c>, <c>true</c>, <c>on</c>, quoted or not.</summary>
    public bool IsTrue => Canonical == "true";

    /// <summary>True for <c>no</c>, <c>false</c>, <c>off</c>, quoted or not.</summary>
    public bool IsFalse => Canonical == "false";

    /// <summary>The meaning of a value as it stands behind its colon.</summary>
    public static YamlMeaning Of(string value)
    {
        try
        {
            var roots = YamlParts.Read("k: " + value + "\n");
            return new YamlMeaning(Write(new StringBuilder(), roots[0].Entries[0].Value).ToString());
        }
        catch (Exception e) when (e is YamlPartsException or ArgumentOutOfRangeException)
        {
            return new YamlMeaning("raw " + value.Trim());
        }
    }

    private static StringBuilder Write(StringBuilder text, YamlPart part)
    {
        if (part.Tag is not null) text.Append(part.Tag).Append(' ');
        switch (part.Kind)
        {
            case YamlPartKind.Mapping:
                text.Append('{');
                foreach (var entry in part.Entries.OrderBy(static entry => entry.Key.Text, StringComparer.Ordinal)) Write(Write(text, entry.Key).Append(": "), entry.Value).Append(", ");
                return text.Append('}');
            case YamlPartKind.Sequence:
                text.Append('[');
                foreach (var item in part.Items) Write(text, item).Append(", ");
                return text.Append(']');
            case YamlPartKind.Alias:
                return text.Append('*').Append(part.Text);
            default:
                return text.Append(part.IsNull ? "null" : Word(part.Text));
        }
    }

    private static string Word(string text) => text.ToLower(CultureInfo.InvariantCulture) switch
    {
        "yes" or "true" or "on" => "true",
        "no" or "false" or "off" => "false",
        _ => "'" + text + "'",
    };
}
