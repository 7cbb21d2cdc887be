using System.Text.Json.Nodes;
using Racklight.Answers.Lint;
using Racklight.Answers.Rendering;
using Racklight.Sites;
using Racklight.Templates;

namespace Racklight.Answers;

/// <summary>The answer files of one node, ready to be rendered: from a site, or from what was kept when a boot session was opened.</summary>
public sealed class AnswerSet
{
    /// <summary>The most characters that are kept for a session.</summary>
    public const int LargestSnapshot = 1 << 20;

    private const int LargestPassword = 256;
    private readonly string _node;
    private readonly Permission _secrets;
    private readonly JsonObject _facts;
    private readonly ITemplateLoader _templates;
    private readonly SortedDictionary<string, (string Format, string Template)> _files;

    private AnswerSet(string node, Permission secrets, JsonObject facts, ITemplateLoader templates, SortedDictionary<string, (string Format, string Template)> files)
        => (_node, _secrets, _facts, _templates, _files) = (node, secrets, facts, templates, files);

    /// <summary>The node's name in the site that they are of, or its MAC with hyphens.</summary>
    public string Node => _node;

    /// <summary>The names that they are served under, in order.</summary>
    public IReadOnlyCollection<string> Files => _files.Keys;

    /// <summary>The answer files that the site names for a node.</summary>
    /// <param name="site">The site.</param>
    /// <param name="name">The node's name, or its MAC with hyphens.</param>
    /// <param name="node">Its file; null for a machine that no file names.</param>
    /// <param name="machine">What is known of the machine that asks.</param>
    public static AnswerSet Of(Site site, string name, NodeFile? node, MachineFacts machine)
    {
        var files = new SortedDictionary<string, (string Format, string Template)>(StringComparer.Ordinal);
        foreach (var (file, answer) in site.AnswersOf(node))
        {
            var own = answer.Template ?? file;
            var exists = answer.Template is not null || SiteTemplates.Exists(site, own);
            files[file] = (answer.Format, exists ? own : "builtin/" + answer.Format);
        }
        if (files.Values.Any(static file => file.Format is "autoinstall" or "cloud-init"))
        {
            // cloud-init reads these beside user-data and gives up on the source when meta-data is missing.
            foreach (var beside in (string[])["meta-data", "vendor-data"])
            {
                files.TryAdd(beside, ("text", SiteTemplates.Exists(site, beside) ? beside : "builtin/" + beside));
            }
        }
        var secrets = !site.Protected ? Permission.Unprotected : node?.Secrets == "on-boot" ? Permission.Given : Permission.Unmarked;
        return new AnswerSet(name, secrets, NodeFacts.Of(site, name, node, machine), new SiteTemplates(site.Files), files);
    }

    /// <summary>The first file of a format, or null: what a recipe's kernel arguments point to.</summary>
    public string? FileOf(string format) => _files.FirstOrDefault(file => file.Value.Format == format).Key;

    /// <summary>Renders a file for people: secrets are masked.</summary>
    public RenderedAnswer Preview(string file, ISecretSource? secrets = null) => Render(file, secrets ?? NoSecrets.Instance, masked: true, _templates);

    /// <summary>Renders a file for its machine.</summary>
    public RenderedAnswer ForMachine(string file, ISecretSource secrets) => Render(file, secrets, masked: false, _templates);

    /// <summary>Renders every file for people, and keeps all that they are made of, without any secret: from it the same bytes come again.</summary>
    public (string Snapshot, IReadOnlyList<Problem> Problems) Keep(ISecretSource? secrets = null)
    {
        var recording = new RecordingTemplates(_templates);
        var problems = _files.Keys.SelectMany(file => Render(file, secrets ?? NoSecrets.Instance, masked: true, recording).Problems).Distinct().ToList();
        var sources = new JsonObject();
        foreach (var (name, source) in recording.Found) sources[name] = new JsonArray(source.Name, source.Text);
        var files = new JsonObject();
        foreach (var (name, file) in _files) files[name] = new JsonArray(file.Format, file.Template);
        var text = new JsonObject { ["node"] = _node, ["secrets"] = _secrets.ToString(), ["facts"] = _facts.DeepClone(), ["files"] = files, ["sources"] = sources }.ToJsonString();
        if (text.Length > LargestSnapshot) throw new ProblemException($"the answer files of {_node} and what they include have {text.Length:N0} characters; at most {LargestSnapshot:N0} are kept for a boot", "shorten them", ExitCodes.Usage);
        return (text, problems);
    }

    /// <summary>What <see cref="Keep"/> kept.</summary>
    public static AnswerSet FromSnapshot(string snapshot)
    {
        var kept = JsonNode.Parse(snapshot)!.AsObject();
        var sources = kept["sources"]!.AsObject().ToDictionary(static entry => entry.Key, static entry => new TemplateSource(entry.Value![0]!.GetValue<string>(), entry.Value[1]!.GetValue<string>()), StringComparer.Ordinal);
        var files = new SortedDictionary<string, (string Format, string Template)>(StringComparer.Ordinal);
        foreach (var (name, file) in kept["files"]!.AsObject()) files[name] = (file![0]!.GetValue<string>(), file[1]!.GetValue<string>());
        return new AnswerSet(kept["node"]!.GetValue<string>(), Enum.Parse<Permission>(kept["secrets"]!.GetValue<string>()), kept["facts"]!.AsObject(), new RecordedTemplates(sources), files);
    }

    private RenderedAnswer Render(string file, ISecretSource source, bool masked, ITemplateLoader templates)
    {
        var (format, template) = _files[file];
        var sources = new RecordingTemplates(templates);
        var secrets = new SecretLookup(_node, _secrets, masked, source);
        try
        {
            var top = sources.Find(template) ?? throw new TemplateException($"there is no template answers/{template}", new TemplatePlace("answers/" + template, 0, 0), "write it, or leave `template:` out for the built-in one");
            var environment = new TemplateEnvironment { Loader = sources, Filters = Filters(file, masked) };
            var rendered = Template.Parse(top, environment).Render(Values(secrets, source));
            var problems = AnswerLint.Check(format, rendered, sources.Found.Values).ToList();
            if (secrets.Doubtful.Count > 0) problems.Add(Doubt(secrets.Doubtful, source) with { File = top.Name });
            return new RenderedAnswer(file, format, rendered.Text, problems) { HoldsSecrets = secrets.Given };
        }
        catch (TemplateException e)
        {
            return new RenderedAnswer(file, format, null, [Places.Problem(e.Reason, e.Place, e.Hint, Severity.Error, sources.Found.Values)]) { HoldsSecrets = secrets.Given };
        }
        catch (TemplateFaultException e)
        {
            return new RenderedAnswer(file, format, null, [new Problem(e.Message) { File = "answers/" + template, Hint = e.Hint }]);
        }
    }

    private static Problem Doubt(SortedSet<string> names, ISecretSource source)
    {
        var (told, why) = source.Unavailable is { } unavailable ? ("cannot be filled in when the machine asks", unavailable) : ($"{(names.Count == 1 ? "was" : "were")} not looked for", source.Unchecked ?? new Problem("a file of secrets could not be looked into"));
        return new Problem($"{string.Join(", ", names.Select(static name => "`secrets." + name + "`"))} {told}: {why.Message}") { Hint = why.Hint, Severity = Severity.Warning };
    }

    private Dictionary<string, object?> Values(SecretLookup secrets, ISecretSource source)
    {
        var values = (Dictionary<string, object?>)NodeFacts.Value(_facts)!;
        ((Dictionary<string, object?>)values["node"]!)["secrets"] = _secrets == Permission.Given && source.Unavailable is null;
        values["secrets"] = secrets;
        return values;
    }

    private Dictionary<string, TemplateFilter> Filters(string file, bool masked)
    {
        var hashed = 0;
        var session = _facts["boot"]!["session"]!.GetValue<string>();
        return new Dictionary<string, TemplateFilter>(StringComparer.Ordinal)
        {
            ["password_hash"] = (value, arguments) =>
            {
                arguments.Only("hashtype");
                if (arguments.Text(0, "hashtype", "sha512") != "sha512") throw new TemplateFaultException("only sha512 is made here", "password_hash('sha512')");
                if (value is not string { Length: > 0 } password) throw new TemplateFaultException("a password is a text that is not empty");
                // The cost grows with the square of the length.
                if (password.Length > LargestPassword) throw new TemplateFaultException($"a password has at most {LargestPassword} characters here");
                if (++hashed > 100) throw new TemplateFaultException("more than 100 passwords in one file");
                if (masked && password.Contains(SecretLookup.Mask, StringComparison.Ordinal)) return SecretLookup.Mask;
                return Sha512Crypt.Hash(password, Sha512Crypt.Salt(session, $"{file}/{hashed}"));
            },
        };
    }
}
