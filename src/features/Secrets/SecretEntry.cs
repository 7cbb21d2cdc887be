namespace Racklight.Secrets;

/// <summary>What the value of a secret is.</summary>
public enum SecretKind
{
    /// <summary>Nothing: a generator's to fill in.</summary>
    Null,

    /// <summary>Text, or what Ansible reads as a number or truth; see <see cref="SecretEntry.Raw"/>.</summary>
    Text,

    /// <summary>Keys with values: an ssh key's private and public half.</summary>
    Mapping,

    /// <summary>A list.</summary>
    List,
}

/// <summary>A top-level key of a file of secrets with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Kind">What the value is.</param>
/// <param name="Text">A text's value, without quotes; else null.</param>
/// <param name="Members">A mapping's members, each a text or null (what is nested deeper counts as null here); else empty.</param>
/// <param name="Raw">The value as it stands, to be given to another file's <see cref="SecretFile.SetRaw"/>; block lines keep their indentation.</param>
/// <param name="Quoted">The text was written in quotes or as a block: <c>''</c> is a text, nothing is null.</param>
/// <param name="Vaulted">It is a vault of its own (<c>!vault</c>); <see cref="Text"/> is what was in it.</param>
/// <param name="Line">Where it is, in the opened text.</param>
public sealed record SecretEntry(string Key, SecretKind Kind, string? Text, IReadOnlyList<KeyValuePair<string, string?>> Members, string Raw, bool Quoted, bool Vaulted, int Line);
