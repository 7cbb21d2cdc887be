using Racklight.Yaml;

namespace Racklight.Mirrors.Verifying;

/// <summary>Finds keyrings: those of the distribution's packages by name, those of the site by relative path.</summary>
/// <param name="system">Usually <c>/usr/share/keyrings</c>.</param>
/// <param name="site">The site's directory; null: none.</param>
internal sealed class Keyrings(string system, string? site)
{
    private const int Largest = 16 << 20;

    /// <summary>The keyrings of Debian's packages, and the site's.</summary>
    public static Keyrings For(string? site) => new("/usr/share/keyrings", site);

    /// <summary>A keyring in binary form; null when there is none.</summary>
    /// <param name="name">A bare name, or a path relative to the site.</param>
    /// <param name="why">Why there is none.</param>
    public byte[]? Find(string name, out string why)
    {
        why = $"this machine has no keyring {Show(name)}";
        foreach (var root in name.Contains('/') ? [site] : new[] { system, site })
        {
            if (root is null || !Directory.Exists(root)) continue;
            try
            {
                return Armor.Remove(BoundedFile.Read(root, name, Largest));
            }
            catch (BoundedFileException e) when (File.Exists(Path.Combine(root, name)))
            {
                why = $"the keyring {Show(name)} cannot be read: {e.Message}";
            }
            catch (BoundedFileException)
            {
                // Perhaps the next place has it.
            }
            catch (FormatException e)
            {
                why = $"the keyring {Show(name)} is damaged: {e.Message}";
            }
        }
        return null;
    }

    private static string Show(string name) => Fetching.WebSource.Printable(name, 100);
}
