using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Racklight.App;

/// <summary>Removes one thing that a run left behind.</summary>
internal static partial class Leftover
{
    private const int DetachMount = 2;

    /// <summary>True when the thing is gone (or was already).</summary>
    public static bool Remove(LeftoverKind kind, string value, Action<string> say) => kind switch
    {
        LeftoverKind.Process => RemoveProcess(value, say),
        LeftoverKind.Namespace => RemoveNamespace(value, say),
        LeftoverKind.Mount => RemoveMount(value, say),
        LeftoverKind.Directory => RemoveDirectory(value, say),
        _ => true,
    };

    private static bool RemoveProcess(string value, Action<string> say)
    {
        var parts = value.Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)) return true;
        if (parts[1].Length == 0 || RunJournal.StartTime(pid) != parts[1]) return true;
        try
        {
            using var process = Process.GetProcessById(pid);
            say($"stopping process {pid} that an earlier run left");
            process.Kill(entireProcessTree: true);
            return process.WaitForExit(5000);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool RemoveNamespace(string name, Action<string> say)
    {
        if (!File.Exists("/run/netns/" + name)) return true;
        say($"removing network namespace {name} that an earlier run left");
        return ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "del", name) { Limit = TimeSpan.FromSeconds(10) }).GetAwaiter().GetResult().Succeeded;
    }

    private static bool RemoveMount(string path, Action<string> say)
    {
        foreach (var mount in MountsBelow(path))
        {
            say($"unmounting {mount} that an earlier run left");
            if (Unmount(mount, 0) != 0 && Unmount(mount, DetachMount) != 0) return false;
        }
        return true;
    }

    private static bool RemoveDirectory(string path, Action<string> say)
    {
        if (!Directory.Exists(path)) return true;
        // Deleting through a live mount would delete the host's own files (a chroot's /dev, a user's disk).
        if (MountsBelow(path).Count > 0) return false;
        say($"deleting {path} that an earlier run left");
        try
        {
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Mount points at or below a path, deepest first.</summary>
    internal static IReadOnlyList<string> MountsBelow(string path)
    {
        path = path.TrimEnd('/');
        return [.. File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' ')[1].Replace("\\040", " ", StringComparison.Ordinal))
            .Where(mount => mount == path || mount.StartsWith(path + "/", StringComparison.Ordinal))
            .OrderByDescending(mount => mount.Length)];
    }

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
