namespace Racklight.Sites.Checks;

/// <summary>Consent to take disks: exact enough that no wrong disk is ever taken.</summary>
internal sealed class DiskChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        foreach (var (file, group) in SiteDraft.Read(site.Groups))
        {
            foreach (var problem in Disks(file, group.Disks)) yield return problem;
        }
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            foreach (var problem in Disks(file, node.Disks)) yield return problem;
        }
    }

    private static IEnumerable<Problem> Disks<T>(SourceFile<T> file, IReadOnlyDictionary<string, DiskConsent>? disks) where T : class
    {
        if (disks is null) yield break;
        var labels = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var devices = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (use, disk) in disks)
        {
            if (!labels.TryAdd(disk.Label, use)) yield return file.At(["disks", use, "label"], $"the disk `{labels[disk.Label]}` has the same label {disk.Label}: neither could be found by it", "give each disk a label of its own");
            if (disk.Device != "blank" && DeviceFault(disk.Device) is { } fault) yield return file.At(["disks", use, "device"], fault.Message, fault.Hint);
            else if (!devices.TryAdd(disk.Device, use))
            {
                var why = disk.Device == "blank" ? "takes the one blank disk already" : "takes the same device";
                yield return file.At(["disks", use, "device"], $"the disk `{devices[disk.Device]}` {why}", "name the device of each: /dev/disk/by-id/...");
            }
        }
    }

    private static (string Message, string Hint)? DeviceFault(string device)
    {
        if (!device.StartsWith("/dev/disk/by-", StringComparison.Ordinal))
        {
            return device.StartsWith("/dev/", StringComparison.Ordinal)
                ? ($"`{device}` may be another disk at the next boot", "its lasting name below /dev/disk/by-id/ or /dev/disk/by-path/, or blank")
                : ($"`{device}` is no device", "blank, or a path below /dev/disk/by-id/ or /dev/disk/by-path/");
        }
        var parts = device.Split('/');
        var plain = parts.Length == 5 && parts[4].Length > 0 && parts[4] is not ("." or "..") && device.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':' or '+' or '@' or '=');
        return plain ? null : ($"`{device}` is not the path of one disk", "such as /dev/disk/by-id/nvme-eui.0025385b71b0a4c2");
    }
}
