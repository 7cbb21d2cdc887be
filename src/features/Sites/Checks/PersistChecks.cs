namespace Racklight.Sites.Checks;

/// <summary>The paths that outlive a reboot: each may be linked to the data disk without breaking the system below it or each other.</summary>
internal sealed class PersistChecks : ISiteCheck
{
    /// <summary>Never, with all that lies below.</summary>
    private static readonly string[] Closed = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/boot", "/dev", "/proc", "/sys", "/run", "/tmp", "/var/run", "/var/lock", "/var/tmp", "/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt"];

    /// <summary>Not as a whole; what lies below is fine.</summary>
    private static readonly string[] TooWide = ["/etc", "/var", "/var/lib", "/var/cache", "/etc/systemd", "/etc/systemd/system"];

    private static readonly Dictionary<string, string> Special = new(StringComparer.Ordinal)
    {
        ["/etc/machine-id"] = "the machine id comes from the hardware's UUID at every boot",
        ["/var/lib/dbus/machine-id"] = "the machine id comes from the hardware's UUID at every boot",
        ["/etc/fstab"] = "a live image mounts by its own units, not by a file that lasts",
        ["/etc/passwd"] = "it would hide the accounts of every newer image",
        ["/etc/shadow"] = "it would hide the accounts of every newer image",
        ["/etc/group"] = "it would hide the groups of every newer image",
        ["/etc/apt"] = "packages come with the image and are not kept",
    };

    public IEnumerable<Problem> Check(SiteDraft site)
    {
        foreach (var (file, image) in SiteDraft.Read(site.Images))
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            var good = new List<string>();
            foreach (var path in image.Persist)
            {
                var occurrence = seen[path] = seen.GetValueOrDefault(path, -1) + 1;
                if (occurrence > 0)
                {
                    yield return file.AtItem(["persist"], path, occurrence, $"`{path}` is in this list already", "remove it");
                    continue;
                }
                if (Fault(path) is { } fault)
                {
                    yield return file.AtItem(["persist"], path, 0, fault.Message, fault.Hint);
                    continue;
                }
                good.Add(path);
            }
            foreach (var inner in good)
            {
                var outer = good.Find(other => inner.StartsWith(other + "/", StringComparison.Ordinal));
                if (outer is not null) yield return file.AtItem(["persist"], inner, 0, $"`{inner}` lies within `{outer}`, which persists whole", "remove one of the two");
            }
        }
    }

    private static (string Message, string? Hint)? Fault(string path)
    {
        if (!path.StartsWith('/')) return ($"`{path}` is not an absolute path", path.StartsWith('~') ? "/root or /home/NAME written out" : "/" + path);
        if (path.Length > 255) return ("this path is longer than 255 characters", null);
        if (path.Split('/').Any(static part => part is "." or "..")) return ($"`{path}` holds `.` or `..`", Path.GetFullPath(path));
        if (path == "/") return ("`/` is the system itself: a live image that keeps everything is none", "list the directories that must last");
        if (path.EndsWith('/') || path.Contains("//", StringComparison.Ordinal)) return ($"`{path}` holds a slash too many", "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        if (!path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '+' or '@' or ':')) return ($"`{path}` holds a blank, wildcard or other character that is not possible here", "letters, digits and - _ . + @ :");
        if (Array.Find(Closed, closed => path == closed || path.StartsWith(closed + "/", StringComparison.Ordinal)) is { } inside)
        {
            return ($"`{path}` cannot persist: {inside} {(inside is "/dev" or "/proc" or "/sys" or "/run" or "/tmp" or "/var/run" or "/var/lock" or "/var/tmp" ? "is made anew at every boot" : "belongs to the image, and an old copy would hide every newer one")}", "remove it");
        }
        if (TooWide.Contains(path)) return ($"`{path}` as a whole cannot persist: an old copy would hide what newer images bring there", "list the directories below it that must last");
        return Special.TryGetValue(path, out var why) ? ($"`{path}` cannot persist: {why}", "remove it") : null;
    }
}
