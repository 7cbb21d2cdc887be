using System.Globalization;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Vault.Inline;

/// <summary>Finds the values that bear <c>!vault</c>.</summary>
public static class InlineVaults
{
    /// <summary>YAML files with secrets in them: larger than other configuration, since a vault has four times its content's size.</summary>
    public static YamlLimits Limits { get; } = new() { Bytes = 16 << 20, Nodes = 500_000, Depth = 64 };

    /// <summary>All of them in a YAML text, in its order; quick for a text without any.</summary>
    /// <exception cref="YamlPartsException">A tag is there, but the text is not YAML.</exception>
    public static IReadOnlyList<InlineVault> Find(string yaml)
    {
        if (!yaml.Contains("!vault", StringComparison.Ordinal)) return [];
        var found = new List<InlineVault>();
        foreach (var root in YamlParts.Read(yaml, Limits)) Walk(root, "", false, found);
        return found;
    }

    private static void Walk(YamlPart part, string path, bool inFlow, List<InlineVault> found)
    {
        // Ansible reads both tags as the same.
        if (part is { Kind: YamlPartKind.Scalar, Tag: "!vault" or "!vault-encrypted" }) found.Add(new InlineVault(path, part, inFlow));
        inFlow |= part.Flow;
        foreach (var entry in part.Entries) Walk(entry.Value, path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}", inFlow, found);
        for (var i = 0; i < part.Items.Count; i++) Walk(part.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), inFlow, found);
    }
}
