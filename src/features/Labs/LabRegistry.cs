using System.Diagnostics;
using System.Text.Json;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>The labs of this host, found by their state files.</summary>
internal static class LabRegistry
{
    /// <summary>Where labs keep their state, sockets and consoles.</summary>
    public static string Directory => Path.Combine(RunJournal.DefaultDirectory, "labs");

    public static string DirectoryOf(string name) => Path.Combine(Directory, name);

    public static string StateFileOf(string name) => Path.Combine(DirectoryOf(name), "lab.json");

    /// <summary>The labs whose owner runs, by name.</summary>
    public static IReadOnlyList<LabState> Running() => [.. All().Where(lab => lab.Owner.IsAlive()).OrderBy(lab => lab.Name, StringComparer.Ordinal)];

    /// <summary>The running lab of that name; without a name the only one there is.</summary>
    /// <exception cref="ProblemException">There is none, or more than one.</exception>
    public static LabState Find(string? name)
    {
        var running = Running();
        var found = name is null ? running : [.. running.Where(lab => lab.Name == name)];
        if (found.Count == 1) return found[0];
        if (running.Count == 0) throw new ProblemException("no lab runs on this host", "racklight lab up", ExitCodes.NotSo);
        var names = string.Join(", ", running.Select(lab => lab.Name));
        throw found.Count > 1
            ? new ProblemException("more than one lab runs", $"name one of: {names}")
            : new ProblemException($"no lab named {name} runs", $"one of: {names}", ExitCodes.NotSo);
    }

    /// <summary>The machine that <c>MACHINE</c> or <c>LAB/MACHINE</c> names.</summary>
    /// <exception cref="ProblemException">None or several match.</exception>
    public static (LabState Lab, LabMachine Machine) FindMachine(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (lab, machine) = slash < 0 ? (null, name) : (name[..slash], name[(slash + 1)..]);
        var all = Running().Where(l => lab is null || l.Name == lab).SelectMany(l => l.Machines.Select(m => (Lab: l, Machine: m))).ToList();
        var found = all.Where(pair => pair.Machine.Name == machine).ToList();
        if (found.Count == 1) return found[0];
        if (found.Count > 1) throw new ProblemException($"more than one lab has a machine {machine}", $"one of: {string.Join(", ", found.Select(Full))}");
        if (all.Count == 0) _ = Find(lab);
        throw new ProblemException($"no running lab has a machine {name}", $"one of: {string.Join(", ", all.Select(Full))}", ExitCodes.NotSo);
    }

    /// <summary>Cleans up after labs whose owner was killed: first what still runs in their namespaces, then what their journals name.</summary>
    public static async Task SweepAsync(Action<string> say)
    {
        foreach (var lab in All().Where(lab => !lab.Owner.IsAlive()))
        {
            // Also what no journal names: a QEMU that was started in the owner's last moment, a shell of `lab exec`.
            foreach (var pid in await RackNetwork.ProcessesAsync(lab.Name)) Kill(pid);
        }
        RunJournal.Sweep(say);
        RackLock.RemoveStale();
    }

    private static string Full((LabState Lab, LabMachine Machine) pair) => $"{pair.Lab.Name}/{pair.Machine.Name}";

    private static List<LabState> All()
    {
        var labs = new List<LabState>();
        if (!System.IO.Directory.Exists(Directory)) return labs;
        foreach (var directory in System.IO.Directory.EnumerateDirectories(Directory))
        {
            if (Read(Path.Combine(directory, "lab.json")) is { } lab) labs.Add(lab);
        }
        return labs;
    }

    private static LabState? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), LabJson.Default.LabState);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Being made, being removed, or another user's: not a lab that this command can act on.
            return null;
        }
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit(5000);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Ended by itself.
        }
    }
}
