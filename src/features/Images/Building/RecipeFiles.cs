using System.Security.Cryptography;
using System.Text;

namespace Racklight.Images.Building;

/// <summary>Hashes the files that a playbook may read: everything beside image.yaml, and the site's shared roles.</summary>
internal static class RecipeFiles
{
    private const int MaxFiles = 10_000;
    private const long MaxBytes = 256L << 20;

    /// <summary>One hash over paths, modes and bytes.</summary>
    /// <exception cref="ProblemException">More than can be meant.</exception>
    public static string Hash(string imageDirectory, string rolesDirectory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (files, bytes) = (0, 0L);
        foreach (var (root, prefix) in new[] { (imageDirectory, "image/"), (rolesDirectory, "roles/") })
        {
            if (!Directory.Exists(root)) continue;
            var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 32 };
            foreach (var path in Directory.EnumerateFiles(root, "*", options).Order(StringComparer.Ordinal))
            {
                var relative = prefix + Path.GetRelativePath(root, path);
                if (relative == "image/image.yaml") continue;
                var info = new FileInfo(path);
                if (++files > MaxFiles || (bytes += info.LinkTarget is null ? info.Length : 0) > MaxBytes)
                    throw new ProblemException($"{root} holds more than {MaxFiles:N0} files or {MaxBytes >> 20} MiB", "keep only what the playbook needs beside image.yaml");
                var content = info.LinkTarget is { } target ? "link " + target : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
                hash.AppendData(Encoding.UTF8.GetBytes($"{relative}\0{(int)File.GetUnixFileMode(path) & 0b001_000_000}\0{content}\n"));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
