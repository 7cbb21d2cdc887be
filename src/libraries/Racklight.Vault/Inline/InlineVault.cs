using System.Text;
using Racklight.Yaml.Lossless;

namespace Racklight.Vault.Inline;

/// <summary>A value of a YAML text that is a vault of its own: <c>key: !vault |</c>.</summary>
/// <param name="Path">Where it is: <c>clouds.prod.auth[0].password</c>.</param>
/// <param name="Part">Its place in the text, tag included.</param>
/// <param name="InFlow">True within braces or brackets, where no block can stand.</param>
public sealed record InlineVault(string Path, YamlPart Part, bool InFlow)
{
    /// <summary>True when the value is a vault; false when it is text that only bears the tag, to be encrypted.</summary>
    public bool IsVault => VaultEnvelope.IsVault(Encoding.UTF8.GetBytes(Part.Text.Length > 64 ? Part.Text[..64] : Part.Text));

    /// <summary>The line of the file that a line of the vault's text stands in.</summary>
    public int FileLine(int line) => Part.Form is YamlScalarForm.Literal ? Part.Mark.Line + Math.Max(line, 1) : Part.Mark.Line;

    /// <summary>Takes the value apart; places in messages are those of the file.</summary>
    /// <exception cref="VaultFormatException">It is no vault, or damaged.</exception>
    public VaultEnvelope Parse()
    {
        try
        {
            return VaultEnvelope.Parse(Encoding.UTF8.GetBytes(Part.Text));
        }
        catch (VaultFormatException e)
        {
            throw new VaultFormatException($"`{Path}`: {e.Message}", FileLine(e.Line), 0, e.Hint);
        }
    }

    /// <summary>Opens the value.</summary>
    /// <exception cref="VaultFormatException">It is no vault, or damaged.</exception>
    /// <exception cref="VaultPasswordException">No password opens it.</exception>
    public OpenedVault Open(VaultKeyring keyring)
    {
        var envelope = Parse();
        try
        {
            return keyring.Open(envelope);
        }
        catch (VaultPasswordException e)
        {
            throw new VaultPasswordException($"`{Path}` (line {Part.Mark.Line}): {e.Message}", e.Hint);
        }
    }
}
