using Racklight.Menus.Recipes;
using Racklight.Sites;

namespace Racklight.Menus.Import;

/// <summary>Turns endpoints into entries.</summary>
internal sealed class EndpointImport(Upstream upstream, ImportMap map, Outcomes outcomes, EntryDrafts drafts)
{
    private const string Kind = "endpoint";
    private const string DefaultHome = "https://github.com/netbootxyz";
    private readonly UpstreamFile _file = upstream.Files.Endpoints;
    private readonly List<(UpstreamEndpoint Endpoint, string Reason)> _left = [];

    /// <summary>Makes an entry of each endpoint that a rule fits.</summary>
    public void Run()
    {
        foreach (var endpoint in upstream.Endpoints.Values) Import(endpoint);
    }

    /// <summary>Says of what is left what it is good for: the kernel of others, or a part of a tool.</summary>
    /// <param name="usedBy">The entries of tools that fetch from an endpoint, by its key.</param>
    public void Finish(IReadOnlyDictionary<string, string> usedBy)
    {
        foreach (var (endpoint, reason) in _left)
        {
            var borrowers = upstream.Endpoints.Values.Count(other => other.Kernel == endpoint.Id && other.Id != endpoint.Id && outcomes.EntryOf(Kind, other.Id) is not null);
            if (borrowers > 0) Say(Outcomes.Outcome.Imported, endpoint, borrowers == 1 ? "the kernel of another" : $"the kernel of {borrowers} others");
            else if (usedBy.TryGetValue(endpoint.Id, out var entry)) Say(Outcomes.Outcome.Imported, endpoint, "booted as the utility says", entry);
            else Say(Outcomes.Outcome.NeedsRecipe, endpoint, reason);
        }
    }

    private void Import(UpstreamEndpoint endpoint)
    {
        if (Broken(endpoint) is { } broken)
        {
            Say(Outcomes.Outcome.Warning, endpoint, broken);
            return;
        }
        string[] architectures = [];
        if (endpoint.Arch is { } word)
        {
            if (!ArchitectureWords.TryParse(word, out var architecture))
            {
                Say(Outcomes.Outcome.Warning, endpoint, $"its architecture `{Shown(word)}` is unknown");
                return;
            }
            architectures = [ArchitectureWords.Of(architecture)];
        }
        var source = endpoint.Kernel is { } borrowed && borrowed != endpoint.Id ? upstream.Endpoints.GetValueOrDefault(borrowed) : endpoint;
        if (source is null)
        {
            Say(Outcomes.Outcome.Warning, endpoint, $"it borrows the kernel of `{Shown(endpoint.Kernel!)}`, which does not exist");
            return;
        }
        var rule = map.Endpoints.FirstOrDefault(candidate => Fits(candidate, endpoint, source, architectures));
        if (rule?.Recipe is null)
        {
            _left.Add((endpoint, rule?.Because ?? $"no recipe for {endpoint.Os} with the files {string.Join(", ", endpoint.Files.Take(6))}"));
            return;
        }
        var made = RuleEntry.Make(rule, EntryDrafts.Title(endpoint.Os, endpoint.Version, endpoint.Flavor), architectures, name => Value(name, endpoint, source), endpoint.Files, out var missing);
        if (made is null)
        {
            Say(Outcomes.Outcome.Warning, endpoint, $"it has no {missing}, which booting it needs");
            return;
        }
        var entry = drafts.Add(endpoint.Id, made with { Os = ShortName(endpoint.Os!), Version = endpoint.Version, Flavor = endpoint.Flavor }, out var fault);
        if (entry is null) Say(Outcomes.Outcome.Warning, endpoint, fault!);
        else Say(Outcomes.Outcome.Imported, endpoint, endpoint.Path!.EndsWith('/') ? $"by {rule.Recipe}" : $"by {rule.Recipe}; its path has no / at its end, which was added", entry);
    }

    private static bool Fits(EndpointRule rule, UpstreamEndpoint endpoint, UpstreamEndpoint source, string[] architectures)
        => (rule.Os.Count == 0 || rule.Os.Contains(endpoint.Os!, StringComparer.OrdinalIgnoreCase))
            && (rule.Repository.Count == 0 || rule.Repository.Contains(endpoint.Path!.Split('/')[1]))
            && (rule.Arch.Count == 0 || rule.Arch.Any(word => architectures.Contains(word)))
            && rule.Has.All(file => endpoint.Files.Contains(file) || source.Files.Contains(file));

    private string? Value(string name, UpstreamEndpoint endpoint, UpstreamEndpoint source) => name switch
    {
        "url" => Url(endpoint),
        "base-url" => Url(endpoint).TrimEnd('/'),
        "kernel-url" => Url(source),
        "kernel-file" => source.Files.FirstOrDefault(static file => file.StartsWith("vmlinuz", StringComparison.Ordinal) || file.StartsWith("bzImage", StringComparison.Ordinal)),
        "initrd-file" => source.Files.FirstOrDefault(static file => file.StartsWith("init", StringComparison.Ordinal)),
        "hook" => endpoint.Files.Contains("archiso_pxe_http") ? Url(endpoint) + "archiso_pxe_http" : null,
        "iso" => endpoint.Files.FirstOrDefault(static file => file.EndsWith(".iso", StringComparison.Ordinal)),
        "file" => endpoint.Files.Count > 0 ? endpoint.Files[0] : null,
        "version" => endpoint.Version,
        "codename" => endpoint.Codename,
        _ => null,
    };

    private string Url(UpstreamEndpoint endpoint) => upstream.Texts.GetValueOrDefault("live_endpoint", DefaultHome).TrimEnd('/') + endpoint.Path!.TrimEnd('/') + "/";

    /// <summary>What every endpoint must have, and nothing in it that a script could stumble over.</summary>
    private static string? Broken(UpstreamEndpoint endpoint)
    {
        if (endpoint.Path is null) return "it has no path";
        if (!endpoint.Path.StartsWith('/')) return $"its path `{Shown(endpoint.Path)}` does not begin with /";
        if (endpoint.Files.Count == 0) return "it names no files";
        if (endpoint.Os is null) return "it does not say which system it is (os)";
        if (endpoint.Version is null) return "it has no version";
        foreach (var text in endpoint.Files.Append(endpoint.Path).Append(endpoint.Version).Append(endpoint.Os).Append(endpoint.Flavor ?? ""))
        {
            if (ScriptText.Fault(text) is { } fault) return $"`{Shown(text)}` {fault}";
        }
        return endpoint.Files.FirstOrDefault(static file => file.Contains('/') || file.Contains(' ')) is { } odd ? $"`{Shown(odd)}` is no file's name" : null;
    }

    private void Say(Outcomes.Outcome outcome, UpstreamEndpoint endpoint, string reason, string? entry = null) => outcomes.Add(outcome, Kind, endpoint.Id, reason, _file, endpoint.Node, entry);

    /// <summary>The system's name as entries have it: one word; null when nothing is left of it.</summary>
    internal static string? ShortName(string os)
    {
        var word = new string([.. os.ToLowerInvariant().Where(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_' or '+').Take(63)]).TrimStart('.', '-', '_', '+');
        return word.Length > 0 ? word : null;
    }

    internal static string Shown(string text)
    {
        var clean = new string([.. text.Take(60).Select(static c => char.IsControl(c) ? '?' : c)]);
        return text.Length <= 60 ? clean : clean[..57] + "...";
    }
}
