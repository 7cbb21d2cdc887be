namespace Racklight.Releases;

/// <summary>A series of OpenStack, and the versions that its deployment tools have in it.</summary>
/// <param name="Name">As it is written: <c>queens</c>, <c>2025.1</c>.</param>
/// <param name="Index">Its place, oldest first, from 0.</param>
/// <param name="KollaVersion">The last version of kolla-ansible that is known here.</param>
public sealed record Series(string Name, int Index, string KollaVersion)
{
    private static readonly Lazy<IReadOnlyList<Series>> Known = new(static () => [.. NameTable.Series.Select(static (one, index) => new Series(one.Name, index, one.Version))]);

    /// <summary>The series that are known, oldest first.</summary>
    public static IReadOnlyList<Series> All => Known.Value;

    /// <summary>The newest one.</summary>
    public static Series Latest => All[^1];

    /// <summary>kolla-ansible's major version: 4 is Ocata.</summary>
    public int KollaMajor => Index + 4;

    /// <summary>openstack-ansible's major version: 15 is Ocata.</summary>
    public int OsaMajor => Index + 15;

    /// <summary>
    /// A series by its name in any case, <c>stable/</c> before it or not, by a year's code name (<c>epoxy</c>), or by a version of
    /// kolla-ansible (<c>20</c>, <c>20.5.0</c>); null when it is none.
    /// </summary>
    public static Series? Find(string name) => Find(name, static series => series.KollaMajor);

    /// <summary>The same with versions of openstack-ansible (<c>31</c>, <c>31.2.0</c>), of which some are kolla-ansible's of another series.</summary>
    public static Series? FindOsa(string name) => Find(name, static series => series.OsaMajor);

    private static Series? Find(string name, Func<Series, int> major)
    {
        var word = name.Trim().ToLowerInvariant();
        foreach (var prefix in new[] { "stable/", "unmaintained/" }) if (word.StartsWith(prefix, StringComparison.Ordinal)) word = word[prefix.Length..];
        word = word switch
        {
            "antelope" => "2023.1",
            "bobcat" => "2023.2",
            "caracal" => "2024.1",
            "dalmatian" => "2024.2",
            "epoxy" => "2025.1",
            "flamingo" => "2025.2",
            "gazpacho" => "2026.1",
            _ => word,
        };
        return All.FirstOrDefault(series => series.Name == word)
            ?? All.FirstOrDefault(series => word.Split('.')[0] == major(series).ToString(System.Globalization.CultureInfo.InvariantCulture) && word.All(static c => char.IsAsciiDigit(c) || c == '.'));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
