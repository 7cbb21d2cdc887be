using System.Globalization;
using Racklight.Menus.Recipes;
using Racklight.Sites;

namespace Racklight.Menus.Import;

/// <summary>Turns releases, which lie on the distributions' own mirrors, into an entry a version.</summary>
internal sealed class ReleaseImport(Upstream upstream, ImportMap map, Outcomes outcomes, EntryDrafts drafts)
{
    private const string NoRecipe = "no recipe for this distribution";
    private readonly UpstreamFile _file = upstream.Files.Defaults;

    /// <summary>Makes the entries. After the endpoints: some releases are endpoints under another name.</summary>
    public void Run()
    {
        foreach (var release in upstream.Releases) Import(release);
    }

    private void Import(UpstreamRelease release)
    {
        var rule = map.Releases.GetValueOrDefault(release.Id);
        var made = release.Versions.Select((version, i) => Import(release, version, VersionId(release, version, i), rule)).Count(static imported => imported);
        var endpoints = Endpoints(rule);
        if (made > 0) Say(Outcomes.Outcome.Imported, release, $"{made} of {release.Versions.Count} versions");
        else if (endpoints.Count > 0) Say(Outcomes.Outcome.Imported, release, $"by its endpoints: {Listed(endpoints)}");
        else if (rule?.Recipe is null) Say(Outcomes.Outcome.NeedsRecipe, release, rule?.Because ?? NoRecipe);
        else if (release.Versions.Count > 0) Say(Outcomes.Outcome.Warning, release, "none of its versions can be imported");
        else ImportWhole(release, rule);
    }

    /// <summary>A release that names no versions.</summary>
    private void ImportWhole(UpstreamRelease release, ReleaseRule rule)
    {
        var entry = Make(release, new UpstreamVersion(null, null, release.Node), rule, out var reason, out var fault);
        Say(entry is null ? Outcomes.Outcome.Warning : Outcomes.Outcome.Imported, release, entry is null ? fault! : reason, entry);
    }

    private bool Import(UpstreamRelease release, UpstreamVersion version, string id, ReleaseRule? rule)
    {
        BootRule? own = version.Code is { } code && rule?.Versions.GetValueOrDefault(code) is { } special ? special : rule;
        if (own?.Recipe is null)
        {
            var endpoints = Endpoints(rule).Where(endpoint => version.Code is { } word && Belongs(upstream.Endpoints[endpoint], word)).ToList();
            if (endpoints.Count > 0) Say(Outcomes.Outcome.Imported, version, id, $"by its endpoints: {Listed(endpoints)}", outcomes.EntryOf("endpoint", endpoints[0]));
            else Say(Outcomes.Outcome.NeedsRecipe, version, id, own?.Because ?? rule?.Because ?? NoRecipe);
            return endpoints.Count > 0;
        }
        if (Broken(version) is { } broken)
        {
            Say(Outcomes.Outcome.Warning, version, id, broken);
            return false;
        }
        var entry = Make(release, version, own, out var reason, out var fault);
        Say(entry is null ? Outcomes.Outcome.Warning : Outcomes.Outcome.Imported, version, id, entry is null ? fault! : reason, entry);
        return entry is not null;
    }

    private string? Make(UpstreamRelease release, UpstreamVersion version, BootRule rule, out string reason, out string? fault)
    {
        reason = $"by {rule.Recipe}";
        var mirror = release.Mirror?.TrimEnd('/');
        if (mirror is not null && !mirror.Contains("://", StringComparison.Ordinal))
        {
            mirror = "http://" + mirror;
            reason += "; its mirror has no scheme: http:// was added";
        }
        string[] architectures = [];
        if (version.More.GetValueOrDefault("arch") is { } word)
        {
            if (!ArchitectureWords.TryParse(word, out var architecture))
            {
                fault = $"its architecture `{EndpointImport.Shown(word)}` is unknown";
                return null;
            }
            architectures = [ArchitectureWords.Of(architecture)];
        }
        string? Value(string name) => name switch
        {
            "mirror" => mirror,
            "base" => release.BaseDirectory?.Trim('/'),
            "code" => version.Code,
            "name" => version.Name,
            _ => version.More.GetValueOrDefault(name),
        };
        var title = version.Name is { } said && release.Name is { } name && !said.Contains(name, StringComparison.OrdinalIgnoreCase) ? EntryDrafts.Title(name, said) : EntryDrafts.Title(version.Name ?? release.Name ?? release.Id);
        var made = RuleEntry.Make(rule, title, architectures, Value, [], out var missing);
        if (made is null)
        {
            fault = $"it has no {missing}, which booting it needs";
            return null;
        }
        return drafts.Add(version.Code is null ? release.Id : $"{release.Id}-{version.Code}", made with { Os = EndpointImport.ShortName(release.Id), Version = version.Code, Hide = release.Enabled ? null : true }, out fault);
    }

    private static string? Broken(UpstreamVersion version)
    {
        if (version.Code is null) return "it has no code name";
        foreach (var text in version.More.Values.Append(version.Code).Append(version.Name ?? ""))
        {
            if (ScriptText.Fault(text) is { } fault) return $"`{EndpointImport.Shown(text)}` {fault}";
        }
        // 4.20 without quotes is the number 4.2 to whatever wrote the file anew: the code name then names another version.
        var first = version.Name?.Split(' ')[0];
        return first is not null && first != version.Code && first.TrimEnd('0') == version.Code && first.Contains('.') && decimal.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? $"its code name {version.Code} has lost the zero of {first}: it was written without quotes somewhere"
            : null;
    }

    /// <summary>The endpoints that stand for a release and became entries.</summary>
    private List<string> Endpoints(ReleaseRule? rule)
        => [.. upstream.Endpoints.Values.Where(endpoint => rule is not null && endpoint.Os is { } os && rule.Endpoints.Contains(os, StringComparer.OrdinalIgnoreCase) && outcomes.EntryOf("endpoint", endpoint.Id) is not null).Select(static endpoint => endpoint.Id)];

    /// <summary>True for an endpoint of that version: of its code name, or the only version that there is ("rolling", "current").</summary>
    private static bool Belongs(UpstreamEndpoint endpoint, string code) => endpoint.Codename is null || endpoint.Codename == code;

    private static string VersionId(UpstreamRelease release, UpstreamVersion version, int index)
    {
        var code = version.Code is { } said ? EndpointImport.Shown(said) : index.ToString(CultureInfo.InvariantCulture);
        var twins = release.Versions.Take(index).Count(other => other.Code == version.Code && other.Group == version.Group);
        return release.Id + "/" + (version.Group is { } group ? group + "/" : "") + code + (twins > 0 ? $"#{twins + 1}" : "");
    }

    private static string Listed(List<string> ids) => string.Join(", ", ids.Take(5)) + (ids.Count > 5 ? $" and {ids.Count - 5} more" : "");

    private void Say(Outcomes.Outcome outcome, UpstreamRelease release, string reason, string? entry = null) => outcomes.Add(outcome, "release", release.Id, reason, _file, release.Node, entry);

    private void Say(Outcomes.Outcome outcome, UpstreamVersion version, string id, string reason, string? entry = null) => outcomes.Add(outcome, "version", id, reason, _file, version.Node, entry);
}
