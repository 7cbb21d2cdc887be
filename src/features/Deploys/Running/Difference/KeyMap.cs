using System.Text;
using Racklight.Vault;
using Racklight.Vault.Inline;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Running.Difference;

/// <summary>A file's settings by the paths of their keys, with what must not be shown told apart.</summary>
internal static class KeyMap
{
    private static readonly string[] Telling = ["password", "passwd", "secret", "token", "private_key", "api_key"];

    /// <summary>Reads a file; null when it is no YAML mapping.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="secret">Every value of it is a secret.</param>
    /// <param name="keyring">The passwords.</param>
    /// <exception cref="VaultException">A vault cannot be opened.</exception>
    public static IReadOnlyDictionary<string, KeyValue>? Read(string file, byte[] bytes, bool secret, VaultKeyring keyring)
    {
        if (VaultEnvelope.IsVault(bytes))
        {
            using var vault = keyring.Open(bytes);
            return Read(Encoding.UTF8.GetString(vault.Plaintext.Span), all: true);
        }
        if (!file.EndsWith(".yml", StringComparison.Ordinal) && !file.EndsWith(".yaml", StringComparison.Ordinal)) return null;
        var text = Encoding.UTF8.GetString(bytes);
        using var view = InlineView.Open(text, keyring);
        return Read(view.Text, secret);
    }

    private static Dictionary<string, KeyValue>? Read(string text, bool all)
    {
        try
        {
            var roots = YamlParts.Read(text, InlineVaults.Limits);
            if (roots.Count > 1 || (roots.Count == 1 && roots[0].Kind != YamlPartKind.Mapping)) return null;
            var map = new Dictionary<string, KeyValue>(StringComparer.Ordinal);
            if (roots.Count == 1) Add(map, roots[0], "", all, text);
            return map;
        }
        catch (YamlPartsException)
        {
            return null;
        }
    }

    private static void Add(Dictionary<string, KeyValue> map, YamlPart part, string path, bool secret, string text)
    {
        if (part.Kind == YamlPartKind.Mapping && (part.Entries.Count > 0 || path.Length == 0))
        {
            foreach (var entry in part.Entries)
            {
                var name = path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}";
                var tells = Telling.Any(word => entry.Key.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
                Add(map, entry.Value, name, secret || tells || entry.Value.Tag == "!vault", text);
            }
            return;
        }
        map[path] = new KeyValue(part.Kind == YamlPartKind.Scalar ? part.Text : text[part.Start..part.End].Trim(), secret);
    }
}

/// <summary>A setting's value.</summary>
/// <param name="Text">The value.</param>
/// <param name="IsSecret">It must not be shown.</param>
internal sealed record KeyValue(string Text, bool IsSecret);
