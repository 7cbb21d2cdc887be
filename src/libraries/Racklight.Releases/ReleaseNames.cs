namespace Racklight.Releases;

/// <summary>Names of one kind (secrets, settings, groups, variables), and which series have them.</summary>
public sealed class ReleaseNames
{
    private readonly Lazy<Dictionary<string, int>> _masks;

    private ReleaseNames(string section) => _masks = new Lazy<Dictionary<string, int>>(() => NameTable.Section(section));

    /// <summary>The keys of kolla-ansible's passwords.yml.</summary>
    public static ReleaseNames KollaSecrets { get; } = new("kolla-secrets");

    /// <summary>The keys of kolla-ansible's sample globals.yml, those that are comments included.</summary>
    public static ReleaseNames KollaSettings { get; } = new("kolla-settings");

    /// <summary>The groups of kolla-ansible's multinode inventory.</summary>
    public static ReleaseNames KollaGroups { get; } = new("kolla-groups");

    /// <summary>Every variable that kolla-ansible's group_vars and roles define.</summary>
    public static ReleaseNames KollaVariables { get; } = new("kolla-variables");

    /// <summary>The keys of openstack-ansible's user_secrets.yml; only of the newest series.</summary>
    public static ReleaseNames OsaSecrets { get; } = new("osa-secrets");

    /// <summary>The variables that openstack-ansible's sample user_variables.yml names, a few dozen of thousands; only of the newest series.</summary>
    public static ReleaseNames OsaVariables { get; } = new("osa-variables");

    /// <summary>Every name of any series.</summary>
    public IReadOnlyCollection<string> All => _masks.Value.Keys;

    /// <summary>True when a series has it.</summary>
    public bool Has(Series series, string name) => (_masks.Value.GetValueOrDefault(name) >> series.Index & 1) != 0;

    /// <summary>The series that have it, oldest first; none for a name that is not known.</summary>
    public IReadOnlyList<Series> SeriesOf(string name) => _masks.Value.TryGetValue(name, out var mask) ? [.. Series.All.Where(series => (mask >> series.Index & 1) != 0)] : [];

    /// <summary>The names of a series, sorted.</summary>
    public IReadOnlyList<string> Of(Series series) => [.. _masks.Value.Where(pair => (pair.Value >> series.Index & 1) != 0).Select(static pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>The names that a later series has and an earlier one has not, sorted.</summary>
    public IReadOnlyList<string> Added(Series from, Series to) => [.. Of(to).Where(name => !Has(from, name))];

    /// <summary>The series whose names are most like some names: <c>null</c> when fewer than nine in ten agree.</summary>
    public Series? Guess(IReadOnlyCollection<string> names)
    {
        var best = Series.All.Select(series =>
        {
            var both = names.Count(name => Has(series, name));
            var all = names.Count + _masks.Value.Values.Count(mask => (mask >> series.Index & 1) != 0) - both;
            return (Series: series, Likeness: all == 0 ? 0 : (double)both / all);
        }).MaxBy(static one => one.Likeness);
        return best.Likeness >= 0.9 ? best.Series : null;
    }
}
