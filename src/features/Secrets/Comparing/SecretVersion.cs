using System.Text;
using Racklight.Vault;
using Racklight.Vault.Inline;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Comparing;

/// <summary>One version of a file of secrets, opened in memory, to be held against another.</summary>
internal sealed class SecretVersion : IDisposable
{
    private readonly InlineView? _inline;

    private SecretVersion(byte[] bytes, OpenedVault? whole, InlineView? inline, string stored, string opened)
    {
        (Bytes, Whole, _inline, Stored, Opened) = (bytes, whole, inline, stored, opened);
        Values = Read();
    }

    /// <summary>As it lies in the file.</summary>
    public byte[] Bytes { get; }

    /// <summary>The vault that the whole file is, or null.</summary>
    public OpenedVault? Whole { get; }

    /// <summary>The text that a merge works on: a whole vault's plaintext; else the file's text, single values still encrypted.</summary>
    public string Stored { get; }

    /// <summary>The text with every value opened.</summary>
    public string Opened { get; }

    /// <summary>The top-level keys; null when the text is no YAML mapping.</summary>
    public IReadOnlyDictionary<string, SecretValue>? Values { get; }

    /// <summary>Opens a version.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="bytes">Its content; nothing for a file that is not there.</param>
    /// <param name="keyring">The passwords.</param>
    public static SecretVersion Open(string file, byte[] bytes, VaultKeyring keyring) => SecretProblems.In(file, () =>
    {
        if (VaultEnvelope.IsVault(bytes))
        {
            var whole = keyring.Open(bytes);
            var plain = Encoding.UTF8.GetString(whole.Plaintext.Span);
            return new SecretVersion(bytes, whole, null, plain, plain);
        }
        var text = Encoding.UTF8.GetString(bytes);
        var inline = InlineView.Open(text, keyring);
        return new SecretVersion(bytes, null, inline, text, inline.Text);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        Whole?.Dispose();
        _inline?.Dispose();
    }

    private Dictionary<string, SecretValue>? Read()
    {
        try
        {
            var opened = YamlMapText.Read(Opened, InlineVaults.Limits);
            var stored = ReferenceEquals(Opened, Stored) ? opened : YamlMapText.Read(Stored, InlineVaults.Limits);
            return opened.Entries.ToDictionary(static entry => entry.Key.Text, entry => SecretValue.Of(entry, opened, stored), StringComparer.Ordinal);
        }
        catch (YamlPartsException)
        {
            return null;
        }
    }
}

/// <summary>A value of a version.</summary>
/// <param name="Meaning">Equal for values that mean the same, however they are written.</param>
/// <param name="Stored">The value as a merge takes it over.</param>
/// <param name="Shown">The value for people.</param>
internal sealed record SecretValue(string Meaning, string Stored, string Shown)
{
    public static SecretValue Of(YamlPartEntry entry, YamlMapText opened, YamlMapText stored)
    {
        var key = entry.Key.Text;
        var value = entry.Value;
        // Only text without quotes may be a number or a truth: '1' and 1 are two values.
        var meaning = value.Kind != YamlPartKind.Scalar ? opened.Raw(key)!
            : value.IsNull ? "null" : $"{value.Tag} {(value.Form == YamlScalarForm.Plain && value.Tag is null ? "plain" : "text")} {value.Text}";
        return new SecretValue(meaning, stored.Raw(key)!, value.Kind == YamlPartKind.Scalar && !value.IsNull ? value.Text : opened.Raw(key)!);
    }
}
