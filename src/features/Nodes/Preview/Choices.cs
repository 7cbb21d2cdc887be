using Racklight.Images;
using Racklight.Menus.Entries;
using Racklight.Menus.Preview;
using Racklight.Menus.Recipes;
using Racklight.Mirrors;
using Racklight.Nodes.Machines;
using Racklight.Sites;

namespace Racklight.Nodes.Preview;

/// <summary>What a choice in the menu would boot: script, files, command line, answer files.</summary>
internal sealed class Choices(IImages images, SessionAnswers answers, IMirror? mirror = null)
{
    // A boot session has 128 random bits; nobody ever gets this one.
    private static readonly string Session = new('0', 32);

    /// <summary>Shows it.</summary>
    /// <param name="request">The machine's request.</param>
    /// <param name="site">The site that it boots from.</param>
    /// <param name="node">The machine there.</param>
    /// <param name="word">The entry.</param>
    /// <param name="typed">The kernel arguments that the machine itself puts behind an entry's: typed, or for its serial line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ChoicePreview> ShowAsync(BootRequest request, Site site, KnownNode node, string word, IReadOnlyList<string> typed, CancellationToken cancellationToken)
    {
        var (boots, _) = BootTarget.Resolve(site, word);
        var choice = new ChoicePreview(word, Catalog.Load(site).TryGet(word, out var named) ? named.Title : word);
        try
        {
            return await BootTarget.OfAsync(site, boots, word, images, cancellationToken) switch
            {
                BootTarget.OwnDisk => choice with { Title = "This machine's own disk", Warnings = ["nothing is fetched: the menu's own script does what this one would"], Script = ScriptTexts.Local(node) },
                BootTarget.Menu => choice with { Title = "The menu", Script = MachineMenu.Of(request, site, node.File, null).Write() },
                BootTarget.Elsewhere(var url) => choice with { Kernel = url, Script = ScriptTexts.Chain(url) },
                BootTarget.OfImage(var image) => OfImage(choice, request, site, node, image),
                BootTarget.OfEntry(var entry) => OfEntry(choice, request, node, entry, typed),
                BootTarget.Nothing(var why) => Failed(choice, request, new Problem(why)),
                var other => throw new InvalidOperationException($"A boot target of the kind {other.GetType().Name} is not known."),
            };
        }
        catch (ProblemException e)
        {
            return Failed(choice, request, e.Problems[0]);
        }
    }

    private ChoicePreview OfImage(ChoicePreview choice, BootRequest request, Site site, KnownNode node, Image image)
    {
        var disk = site.DisksOf(node.File).GetValueOrDefault("data");
        var boot = ScriptTexts.BootOf(request, Session, node.Name, image, disk);
        return choice with
        {
            Kernel = boot.Kernel,
            Initrds = [.. boot.Initrds.Select(static url => ("initrd.img", url))],
            Arguments = boot.Arguments,
            Answers = Answers(request, node, null),
            Script = ScriptTexts.Image(request, Session, node.Name, image, disk, told: null),
        };
    }

    private ChoicePreview OfEntry(ChoicePreview choice, BootRequest request, KnownNode node, CatalogEntry entry, IReadOnlyList<string> typed)
    {
        var format = entry.Recipe.Answers?.Format;
        var plan = EntryScripts.Plan(request, entry, answers.UrlFor(request, Session, node, format), node.File is null ? null : node.Name, EntryScripts.Mirrored(request, mirror));
        var files = Answers(request, node, format);
        choice = choice with
        {
            Kernel = plan.Kernel,
            Initrds = [.. plan.Initrds.Select(static initrd => (initrd.Name, initrd.Url))],
            Arguments = plan.Kind == BootKind.Linux ? [.. plan.Arguments, .. typed] : plan.Arguments,
            Ram = plan.Ram,
            RamReason = plan.RamReason,
            Warnings = plan.Warnings,
            Answers = files,
        };
        var wrong = files.SelectMany(static file => file.Problems).Where(static problem => problem.Severity == Severity.Error).ToList();
        if (wrong.Count > 0 && format is not null) return choice with { Problem = wrong[0], Script = ScriptTexts.WrongAnswers(request, wrong) };
        try
        {
            return choice with { Script = EntryScripts.Write(request, entry, plan) };
        }
        catch (ProblemException e)
        {
            return Failed(choice, request, e.Problems[0]);
        }
    }

    private List<AnswerPreview> Answers(BootRequest request, KnownNode node, string? format)
    {
        var set = answers.SetOf(request, Session, node);
        var named = format is null ? null : set.FileOf(format);
        return [.. set.Files.Select(file => set.Preview(file)).Select(answer => new AnswerPreview(answer.File, answer.Format, answer.File == named) { Text = answer.Text, Problems = answer.Problems })];
    }

    private static ChoicePreview Failed(ChoicePreview choice, BootRequest request, Problem problem) => choice with { Problem = problem, Script = ScriptTexts.Nothing(request, problem) };
}
