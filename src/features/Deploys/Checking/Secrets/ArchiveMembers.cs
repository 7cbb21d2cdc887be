using System.Formats.Tar;
using System.IO.Compression;

namespace Racklight.Deploys.Checking.Secrets;

/// <summary>Looks into tar archives: openstack-ansible's own scripts keep every old user_secrets.yml, in plaintext, in one beside it.</summary>
internal static class ArchiveMembers
{
    private const int MostMembers = 10_000;
    private const long MostBytes = 256L << 20;

    /// <summary>The members of a tar or tar.gz as files, up to a bound; none for what is no archive.</summary>
    public static IEnumerable<RepositoryFile> Of(string root, string path)
    {
        if (!IsArchive(path)) yield break;
        Stream? stream = null;
        TarReader? reader = null;
        try
        {
            var opened = Open(Path.Combine(root, path));
            if (opened is null) yield break;
            stream = opened;
            reader = new TarReader(stream);
            long read = 0;
            for (var count = 0; count < MostMembers && read < MostBytes; count++)
            {
                if (Next(reader, path, ref read) is not { } member) yield break;
                if (member.Bytes.Length > 0) yield return member;
            }
        }
        finally
        {
            reader?.Dispose();
            stream?.Dispose();
        }
    }

    /// <summary>True for a name of a tar archive.</summary>
    public static bool IsArchive(string path) => path.EndsWith(".tar", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".tgz", StringComparison.Ordinal);

    private static Stream? Open(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null }) return null;
            var file = File.OpenRead(path);
            return path.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The next member; empty for what is no file, null at the end or where the archive is damaged.</summary>
    private static RepositoryFile? Next(TarReader reader, string path, ref long read)
    {
        try
        {
            if (reader.GetNextEntry() is not { } entry) return null;
            if (entry.DataStream is not { } data) return new RepositoryFile($"{path}!{entry.Name}", []);
            var buffer = new byte[(int)Math.Min(entry.Length, RepositoryFile.MostBytes)];
            var count = data.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            read += entry.Length;
            return new RepositoryFile($"{path}!{entry.Name}", buffer[..count]);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return null;
        }
    }
}
