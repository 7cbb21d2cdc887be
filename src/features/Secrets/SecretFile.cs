using System.Text;
using Racklight.Secrets.Files;
using Racklight.Vault;
using Racklight.Vault.Inline;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets;

/// <summary>
/// A YAML file of secrets, opened: a vault as a whole, one with single <c>!vault</c> values, or plain. Read it as a map, change values by key, save it:
/// comments and order stay, what did not change keeps its ciphertext byte for byte, what did gets a fresh salt, and nothing but ciphertext
/// touches the disk for a file that was vaulted. Disposing it zeroes the buffers; texts that were handed out are out of its hands.
/// </summary>
public sealed class SecretFile : IDisposable
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int LargestFile = 64 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly VaultKeyring _keyring;
    private readonly byte[] _bytes;
    private readonly OpenedVault? _whole;
    private readonly InlineView? _inline;
    private readonly string _before;
    private YamlMapText? _map;
    private string _text;

    private SecretFile(string path, byte[] bytes, VaultKeyring keyring, OpenedVault? whole, InlineView? inline, string text)
    {
        (Path, _bytes, _keyring, _whole, _inline, _text, _before) = (path, bytes, keyring, whole, inline, text, text);
        Vaulted = whole is not null;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The whole file is a vault when it is saved. True for one that was; set it for a new or a plain one.</summary>
    public bool Vaulted { get; set; }

    /// <summary>True when the file held secrets that were encrypted, as a whole or value by value.</summary>
    public bool WasVaulted => _whole is not null || _inline is { Count: > 0 };

    /// <summary>The vault id for what is encrypted anew; null: as the keyring says. A vault that was opened keeps its own.</summary>
    public string? EncryptId { get; set; }

    /// <summary>The opened text, with the changes so far. Inline values stand behind their tag: <c>key: !vault secret</c>.</summary>
    public string Text
    {
        get => _map?.ToString() ?? _text;
        set => (_text, _map) = (value, null);
    }

    /// <summary>The top-level keys, in order, with the changes so far.</summary>
    /// <exception cref="ProblemException">The text is no YAML mapping, or has a key twice.</exception>
    public IReadOnlyList<SecretEntry> Entries
    {
        get
        {
            // Read anew, so that changes show with the spans that they got.
            (_text, _map) = (Text, null);
            return [.. Map.Entries.Select(Entry)];
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyring">The passwords; must outlive this.</param>
    /// <exception cref="ProblemException">It cannot be read, is damaged, or no password opens it (exit code 1).</exception>
    public static SecretFile Read(string path, VaultKeyring keyring) => SecretProblems.In(path, () => Open(path, BoundedFile.Read("/", System.IO.Path.GetFullPath(path), LargestFile), keyring));

    /// <summary>Opens bytes that came from elsewhere (git, standard input); the path is for messages and <see cref="Save()"/>.</summary>
    /// <exception cref="ProblemException">They are damaged, or no password opens them (exit code 1).</exception>
    public static SecretFile From(string path, byte[] bytes, VaultKeyring keyring) => SecretProblems.In(path, () => Open(path, bytes, keyring));

    /// <summary>A file that is not there yet.</summary>
    public static SecretFile New(string path, string text, VaultKeyring keyring) => new(path, [], keyring, null, null, "") { Text = text };

    /// <summary>Gives a key a text, or null (an empty value). A key that bears <c>!vault</c> keeps the tag.</summary>
    public void Set(string key, string? text) => SetRaw(key, text is null ? "" : YamlValueText.Of(text));

    /// <summary>Gives a key a mapping of texts, each on a line of its own.</summary>
    public void Set(string key, IEnumerable<KeyValuePair<string, string?>> members) => SetRaw(key, YamlValueText.Of(members));

    /// <summary>Gives a key a value as YAML: another file's <see cref="SecretEntry.Raw"/>.</summary>
    public void SetRaw(string key, string yaml)
    {
        var tagged = Map.Find(key)?.Value.Tag == "!vault" && yaml.Length > 0 && !yaml.StartsWith('!') && !yaml.StartsWith('\n');
        Map.Set(key, tagged ? "!vault " + yaml : yaml);
    }

    /// <summary>Gives a key a text that is encrypted on its own: <c>key: !vault |</c>.</summary>
    public void SetVaulted(string key, string text) => Map.Set(key, "!vault " + YamlValueText.Of(text));

    /// <summary>Removes a key.</summary>
    public void Remove(string key) => Map.Remove(key);

    /// <summary>The bytes to be stored: those that were read when nothing changed.</summary>
    /// <exception cref="ProblemException">The text is not YAML, or nothing says which password to encrypt with.</exception>
    public byte[] ToBytes() => SecretProblems.In(Path, () =>
    {
        var text = Text;
        if (text == _before && Vaulted == (_whole is not null) && _bytes.Length > 0) return _bytes;
        var stored = _inline is not null ? _inline.Close(text, _keyring) : InlineVaults.Find(text).Any(static vault => !vault.IsVault) ? CloseNew(text) : text;
        if (!Vaulted) return Strict.GetBytes(stored);
        using var plain = new SecretBuffer(Strict.GetByteCount(stored));
        Strict.GetBytes(stored, plain.Span);
        return _whole is not null ? _keyring.Reseal(_whole, plain.Span) : _keyring.Seal(plain.Span, EncryptId);
    });

    /// <summary>Saves it where it was; see <see cref="Save(string)"/>.</summary>
    public bool Save() => Save(Path);

    /// <summary>
    /// Saves it, atomically, unless the file already holds exactly that. A file that exists keeps its mode and owner; a new one, and one that was plain
    /// and now is vaulted, is 0600.
    /// </summary>
    /// <returns>False when nothing had to be written.</returns>
    public bool Save(string path)
    {
        var bytes = ToBytes();
        if (File.Exists(path) && path == Path && bytes.AsSpan().SequenceEqual(_bytes)) return false;
        FileIdentity? keep = File.Exists(path) && (WasVaulted || !Vaulted) ? FileIdentity.Of(path) : null;
        AtomicFile.Write(path, bytes, keep);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole?.Dispose();
        _inline?.Dispose();
    }

    private YamlMapText Map => _map ??= SecretProblems.In(Path, () => YamlMapText.Read(_text, InlineVaults.Limits));

    private static SecretFile Open(string path, byte[] bytes, VaultKeyring keyring)
    {
        if (VaultEnvelope.IsVault(bytes))
        {
            var opened = keyring.Open(bytes);
            return new SecretFile(path, bytes, keyring, opened, null, Decode(opened.Plaintext.Span));
        }
        var text = Decode(bytes);
        var inline = InlineView.Open(text, keyring);
        return new SecretFile(path, bytes, keyring, null, inline, inline.Text);
    }

    private string CloseNew(string text)
    {
        using var view = InlineView.Open("", _keyring);
        return view.Close(text, _keyring);
    }

    private SecretEntry Entry(YamlPartEntry entry)
    {
        var value = entry.Value;
        var kind = value.Kind switch
        {
            YamlPartKind.Mapping => SecretKind.Mapping,
            YamlPartKind.Sequence => SecretKind.List,
            _ => value.IsNull ? SecretKind.Null : SecretKind.Text,
        };
        var members = value.Entries.Select(static member => KeyValuePair.Create(member.Key.Text, member.Value is { Kind: YamlPartKind.Scalar, IsNull: false } text ? text.Text : null));
        return new SecretEntry(entry.Key.Text, kind, kind == SecretKind.Text ? value.Text : null, [.. members], Map.Raw(entry.Key.Text)!, value.Form != YamlScalarForm.Plain, value.Tag == "!vault", entry.Key.Mark.Line);
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new VaultFormatException("what it holds is no UTF-8 text, and so no YAML");
        }
    }
}
