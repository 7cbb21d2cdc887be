using System.Text;
using Racklight.Yaml.Lossless;

namespace Racklight.Vault.Inline;

/// <summary>
/// A YAML text with its inline vaults opened, to be read or edited: <c>key: !vault secret</c>. Closed again, what did not change
/// is the same ciphertext byte for byte, and what did (or is new) has a salt of its own.
/// </summary>
public sealed class InlineView : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string _original;
    private readonly List<Opened> _opened;

    private InlineView(string original, List<Opened> opened, string text) => (_original, _opened, Text) = (original, opened, text);

    /// <summary>The text with plain values behind each tag. A value that is no UTF-8 stays encrypted.</summary>
    public string Text { get; }

    /// <summary>How many values were opened.</summary>
    public int Count => _opened.Count;

    /// <summary>Opens all inline vaults of a text.</summary>
    /// <exception cref="YamlPartsException">The text is not YAML.</exception>
    /// <exception cref="VaultException">A value is damaged, or no password opens it; the message names it.</exception>
    public static InlineView Open(string yaml, VaultKeyring keyring)
    {
        var opened = new List<Opened>();
        var edits = new YamlEdits(yaml);
        try
        {
            foreach (var vault in InlineVaults.Find(yaml).Where(static vault => vault.IsVault))
            {
                var one = new Opened(vault, vault.Open(keyring));
                opened.Add(one);
                if (one.Plain is not { } plain) continue;
                var shown = vault.InFlow ? YamlValueText.Quoted(plain) : YamlValueText.Of(plain, InlineText.IndentOf(yaml, vault.Part));
                edits.Replace(vault.Part.Start, vault.Part.End, "!vault " + shown);
            }
        }
        catch
        {
            opened.ForEach(static one => one.Vault.Dispose());
            throw;
        }
        return new InlineView(yaml, opened, edits.ToString());
    }

    /// <summary>Encrypts an edited <see cref="Text"/> again.</summary>
    /// <param name="edited">The text; every value that bears <c>!vault</c> is encrypted.</param>
    /// <param name="keyring">By the password that opened the old value, or by the one for new vaults.</param>
    /// <exception cref="YamlPartsException">The text is not YAML.</exception>
    /// <exception cref="VaultPasswordException">Nothing says which password to encrypt a new value with.</exception>
    public string Close(string edited, VaultKeyring keyring)
    {
        if (edited == Text) return _original;
        var edits = new YamlEdits(edited);
        var unused = new List<Opened>(_opened);
        var wanted = InlineVaults.Find(edited).Where(static vault => !vault.IsVault).ToList();
        var kept = new Dictionary<InlineVault, Opened>(ReferenceEqualityComparer.Instance);
        // First what stayed where it was, then what moved: a copy of a value is a new value, for no salt is used twice.
        foreach (var vault in wanted) Keep(vault, unused.Find(one => one.Source.Path == vault.Path && one.Plain == vault.Part.Text));
        foreach (var vault in wanted.Where(vault => !kept.ContainsKey(vault))) Keep(vault, unused.Find(one => one.Plain == vault.Part.Text));
        foreach (var vault in wanted)
        {
            var old = kept.GetValueOrDefault(vault);
            var here = old?.Source.Path == vault.Path ? old : _opened.Find(one => one.Source.Path == vault.Path);
            var text = old?.Vault.Envelope.ToBytes() ?? Encrypt(vault.Part.Text, here, keyring);
            edits.Replace(vault.Part.Start, vault.Part.End, Written(vault, text, edited, here, old is not null && ReferenceEquals(old, here)));
        }
        return edits.ToString();

        void Keep(InlineVault vault, Opened? one)
        {
            if (one is null) return;
            unused.Remove(one);
            kept.Add(vault, one);
        }
    }

    /// <summary>Encrypts every value for another password; the text around them stays.</summary>
    public string Rekey(VaultKeyring keyring, string? id)
    {
        var edits = new YamlEdits(_original);
        foreach (var (vault, old) in _opened.Select(static one => (one.Source, one)))
        {
            edits.Replace(vault.Part.Start, vault.Part.End, Written(vault, keyring.Seal(old.Vault.Plaintext.Span, id), _original, old, same: false));
        }
        return edits.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(static one => one.Vault.Dispose());

    private static byte[] Encrypt(string plain, Opened? here, VaultKeyring keyring)
    {
        var bytes = Encoding.UTF8.GetBytes(plain);
        return here is null ? keyring.Seal(bytes) : keyring.Reseal(here.Vault, bytes);
    }

    private string Written(InlineVault vault, byte[] text, string edited, Opened? here, bool same)
    {
        if (here is null) return vault.InFlow ? InlineText.OneLine(text) : InlineText.Block(text, InlineText.IndentOf(edited, vault.Part));
        var part = here.Source.Part;
        var raw = _original[part.Start..part.End];
        if (same && vault.InFlow == here.Source.InFlow) return raw;
        if (vault.InFlow) return InlineText.OneLine(text);
        var line = raw.IndexOf('\n', StringComparison.Ordinal);
        // A literal block keeps its first line: its tag, its chomping, a comment.
        return part.Form == YamlScalarForm.Literal && line >= 0
            ? InlineText.Block(text, InlineText.IndentOf(_original, part), raw[..line].TrimEnd('\r'))
            : InlineText.Block(text, InlineText.IndentOf(edited, vault.Part));
    }

    private sealed class Opened
    {
        public Opened(InlineVault source, OpenedVault vault)
        {
            (Source, Vault) = (source, vault);
            try
            {
                Plain = Strict.GetString(vault.Plaintext.Span);
            }
            catch (DecoderFallbackException)
            {
                // Binary: nobody edits it as text.
            }
        }

        public InlineVault Source { get; }

        public OpenedVault Vault { get; }

        public string? Plain { get; }
    }
}
