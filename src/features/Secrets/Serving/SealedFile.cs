using System.Text;
using Racklight.Vault;
using Racklight.Vault.Inline;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Serving;

/// <summary>A file of secrets as it lies in the site: encrypted. It is opened for each question anew, so that nothing plain is kept between two.</summary>
/// <param name="path">Where it is in the site.</param>
/// <param name="bytes">What it holds.</param>
internal sealed class SealedFile(string path, byte[] bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where it is in the site.</summary>
    public string Path => path;

    /// <summary>It is a vault as a whole, so that its keys cannot be read without its password; else single values are.</summary>
    public bool IsWhole => VaultEnvelope.IsVault(bytes);

    /// <summary>Its keys with their values, which are still encrypted where each is a vault of its own.</summary>
    /// <param name="keyring">The passwords; needed only for a vault as a whole.</param>
    /// <exception cref="ProblemException">No password opens it, it is damaged, or what it holds is no YAML mapping.</exception>
    public IReadOnlyDictionary<string, YamlPart> Entries(VaultKeyring? keyring) => SecretProblems.In(path, () =>
    {
        if (!IsWhole) return Mapping(Text(bytes, "what it holds"));
        using var opened = (keyring ?? throw new VaultPasswordException("there is no password for it")).Open(bytes);
        try
        {
            return Mapping(Text(opened.Plaintext.Span, "what is encrypted in it"));
        }
        catch (YamlPartsException e)
        {
            // What the parser says may quote the text, and this is shown on screens.
            throw new VaultFormatException($"what is encrypted in it is no YAML mapping: its text is at fault in line {e.Fault.Mark.Line}, column {e.Fault.Mark.Column}", hint: "racklight secret edit FILE");
        }
    });

    /// <summary>Opens a value that is a vault of its own.</summary>
    /// <exception cref="ProblemException">No password opens it, or it is damaged or no text.</exception>
    public string Open(string name, YamlPart value, VaultKeyring keyring) => SecretProblems.In(path, () =>
    {
        using var opened = new InlineVault(name, value, InFlow: false).Open(keyring);
        return Text(opened.Plaintext.Span, $"the value of `{name}`");
    });

    /// <summary>Sees whether a value that is a vault of its own can be opened.</summary>
    /// <exception cref="ProblemException">No password opens it, or it is damaged.</exception>
    public void Try(string name, YamlPart value, VaultKeyring keyring) => SecretProblems.In(path, () =>
    {
        new InlineVault(name, value, InFlow: false).Open(keyring).Dispose();
        return true;
    });

    /// <summary>Takes every vault in it apart, and opens each where there are passwords.</summary>
    /// <exception cref="ProblemException">One is damaged, or no password opens it; or the file holds no vault at all.</exception>
    public void Check(VaultKeyring? keyring) => SecretProblems.In(path, () =>
    {
        if (IsWhole)
        {
            VaultEnvelope.Parse(bytes);
            if (keyring is not null) Entries(keyring);
            return true;
        }
        var vaults = InlineVaults.Find(Text(bytes, "what it holds"));
        if (vaults.Count == 0) throw new VaultFormatException("it is named below `secrets:` in site.yaml, and nothing in it is encrypted", hint: "racklight secret encrypt FILE; what git has seen of it is known, so change the secrets too");
        foreach (var vault in vaults)
        {
            if (keyring is null) vault.Parse();
            else vault.Open(keyring).Dispose();
        }
        return Entries(null).Count > 0;
    });

    private static string Text(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new VaultFormatException($"{what} is no UTF-8 text");
        }
    }

    private static Dictionary<string, YamlPart> Mapping(string text)
    {
        var roots = YamlParts.Read(text, InlineVaults.Limits);
        if (roots.Count > 1) throw new YamlPartsException(new YamlFault("a second document begins here; only one is read", roots[1].Mark, "remove the `---` and what follows"));
        var entries = new Dictionary<string, YamlPart>(StringComparer.Ordinal);
        if (roots.Count == 0 || roots[0].IsNull) return entries;
        if (roots[0].Kind != YamlPartKind.Mapping) throw new YamlPartsException(new YamlFault("want `key: value` lines", roots[0].Mark));
        foreach (var entry in roots[0].Entries)
        {
            if (!entries.TryAdd(entry.Key.Text, entry.Value)) throw new YamlPartsException(new YamlFault($"the key `{entry.Key.Text}` is here a second time", entry.Key.Mark, "keep one of them"));
        }
        return entries;
    }
}
