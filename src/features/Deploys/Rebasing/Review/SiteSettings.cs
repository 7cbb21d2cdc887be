using System.Text;
using Racklight.Releases;
using Racklight.Sites;
using Racklight.Vault;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing.Review;

/// <summary>The settings of kolla-ansible in a site, as its files or its commit hold them. Only read: a server never writes into a site.</summary>
/// <param name="Path">Where they lie, relative to the site.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Text">Its text.</param>
internal sealed record SiteSettings(string Path, byte[] Bytes, string Text)
{
    private const int MostNames = 20_000;
    private const int Deepest = 8;
    private const string Name = "globals.yml";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The paths of all <c>globals.yml</c> of a site.</summary>
    public static IReadOnlyList<string> Find(ISiteFiles files)
    {
        var found = new List<string>();
        var left = MostNames;
        Search(files, "", Deepest, ref left, found);
        return found;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="ProblemException">It is not there, vaulted as a whole, or no text.</exception>
    public static SiteSettings Read(ISiteFiles files, string path)
    {
        try
        {
            var bytes = files.Read(path);
            if (VaultEnvelope.IsVault(bytes)) throw new ProblemException(new Problem("it is vaulted as a whole, and this server has no password") { File = path, Hint = "racklight deploy rebase, in a terminal, opens it" });
            return new SiteSettings(path, bytes, Strict.GetString(bytes));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem(e.Message) { File = path });
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException(new Problem("it is no UTF-8 text, and so no YAML") { File = path });
        }
    }

    /// <summary>The release that they are for: what they pin, else that whose secrets lie beside them; null when neither tells.</summary>
    public Series? Release(ISiteFiles files)
    {
        if (YamlBlocks.Read(Text).FirstOrDefault(static block => block is { Kind: YamlBlockKind.Entry, Key: "openstack_release" }) is { } pinned && Series.Find(pinned.Value.Trim().Trim('"', '\'')) is { } series) return series;
        try
        {
            var bytes = files.Read(Path[..^Name.Length] + "passwords.yml");
            return VaultEnvelope.IsVault(bytes) ? null : ReleaseNames.KollaSecrets.Guess([.. YamlBlocks.Read(Strict.GetString(bytes)).Select(static block => block.Key).OfType<string>().Distinct()]);
        }
        catch (Exception e) when (e is BoundedFileException or DecoderFallbackException or YamlPartsException)
        {
            return null;
        }
    }

    private static void Search(ISiteFiles files, string folder, int deeper, ref int left, List<string> found)
    {
        if (left <= 0) return;
        IReadOnlyList<SiteEntry> entries;
        try
        {
            entries = files.List(folder, left);
        }
        catch (BoundedFileException)
        {
            // A folder that leads out of the site, or that nobody may read: there is nothing of the site in it.
            return;
        }
        left -= entries.Count;
        foreach (var entry in entries)
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry.Name == Name && !entry.IsDirectory && !path.Any(char.IsControl)) found.Add(path);
            else if (entry.IsDirectory && deeper > 0 && !entry.Name.StartsWith('.')) Search(files, path, deeper - 1, ref left, found);
        }
    }
}
