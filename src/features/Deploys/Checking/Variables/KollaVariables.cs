using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Releases;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Variables;

/// <summary>Variables in <c>globals.yml</c> and <c>globals.d</c> that the release does not know: Ansible takes them without a word, and nothing happens.</summary>
internal sealed class KollaVariables : ICloudCheck
{
    // Looking for what was meant takes most of a millisecond, and whoever has more unknown variables than that has not mistyped them.
    private const int MostSuggestions = 200;

    public IEnumerable<Finding> Check(CloudFiles cloud)
    {
        if (cloud.Tool != CloudTool.Kolla) yield break;
        var files = cloud.Below("globals.d").Prepend(cloud.Find("globals.yml")).OfType<RepositoryFile>().Where(static file => file.Root is not null);
        // What the user's own texts are made of is the user's own affair.
        var told = 0;
        foreach (var file in files)
        {
            foreach (var (key, value) in file.Root!.Map!)
            {
                if (Known(key, cloud.Series) || cloud.Uses(key)) continue;
                yield return Of(file, key, value.KeyMark, cloud.Series, told++ < MostSuggestions);
            }
        }
    }

    private static Finding Of(RepositoryFile file, string key, YamlMark mark, Series? series, bool suggests)
    {
        if (ReleaseNames.KollaVariables.SeriesOf(key).Concat(ReleaseNames.KollaSettings.SeriesOf(key)).MaxBy(static one => one.Index) is { } last && series is not null)
        {
            var gone = last.Index < series.Index;
            return file.Found("vanished-variable", mark, gone ? $"`{key}` does nothing any more: {last} was the last release with it" : $"`{key}` does nothing yet: it comes after {series}",
                "delete it; the release notes say what came instead, if anything did", Severity.Warning);
        }
        var near = suggests ? Near(key, series) : null;
        return file.Found("unknown-variable", mark, $"kolla-ansible{(series is null ? "" : " " + series)} has no variable `{key}`{(near is null ? "" : $", did you mean `{near}`?")}",
            near ?? "delete it, unless a configuration of your own reads it", Severity.Warning);
    }

    private static bool Known(string key, Series? series) => series is null
        ? Tables.Any(table => table.SeriesOf(key).Count > 0)
        : Tables.Any(table => table.Has(series, key));

    private static IReadOnlyList<ReleaseNames> Tables { get; } = [ReleaseNames.KollaVariables, ReleaseNames.KollaSettings, ReleaseNames.KollaSecrets];

    /// <summary>The nearest name of the release; only names that begin alike are tried, of thousands.</summary>
    private static string? Near(string key, Series? series)
    {
        var names = series is null ? ReleaseNames.KollaVariables.All : ReleaseNames.KollaVariables.Of(series);
        return NearestWord.Of(key, names.Where(name => Math.Abs(name.Length - key.Length) <= 3 && (name[0] == key[0] || name[^1] == key[^1])));
    }
}
