using System.Runtime.CompilerServices;
using Racklight.Releases;

namespace Racklight.Tests.Releases;

/// <summary>kolla-ansible's sample files, one set a series, from where RACKLIGHT_DATA says; tests that need them are skipped without.</summary>
internal static class KollaData
{
    private static readonly string Root = Environment.GetEnvironmentVariable("RACKLIGHT_DATA") is { Length: > 0 } set ? set : Path.GetFullPath(Path.Combine(Here(), "../../../../shared/data"));

    /// <summary>The hops of upgrades: each series to the next, and from SLURP release to SLURP release.</summary>
    public static IEnumerable<(Series From, Series To)> Hops => Series.All.Zip(Series.All.Skip(1)).Concat([Slurp("2023.1", "2024.1"), Slurp("2024.1", "2025.1"), Slurp("2025.1", "2026.1")]);

    public static string Directory(Series series) => Need(Path.Combine(Root, "kolla", series.KollaVersion));

    public static string File(Series series, string name) => Path.Combine(Directory(series), name);

    public static string Text(Series series, string name) => System.IO.File.ReadAllText(File(series, name));

    public static string Osa(string name) => Need(Path.Combine(Root, "osa", name));

    private static (Series, Series) Slurp(string from, string to) => (Series.Find(from)!, Series.Find(to)!);

    private static string Need(string path)
    {
        if (!Path.Exists(path)) Assert.Skip($"{path} is not there (RACKLIGHT_DATA)");
        return path;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
