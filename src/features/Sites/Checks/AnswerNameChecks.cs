namespace Racklight.Sites.Checks;

/// <summary>The answer files that a site names: their templates are there and inside. What they render to is looked at by the room of answers.</summary>
internal sealed class AnswerNameChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        foreach (var problem in Of(site, site.Site, site.Site.Value?.Answers)) yield return problem;
        foreach (var (file, group) in SiteDraft.Read(site.Groups))
        {
            foreach (var problem in Of(site, file, group.Answers)) yield return problem;
        }
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            foreach (var problem in Of(site, file, node.Answers)) yield return problem;
        }
    }

    private static IEnumerable<Problem> Of<T>(SiteDraft site, SourceFile<T> file, IReadOnlyDictionary<string, AnswerConfig>? answers) where T : class
    {
        foreach (var (name, answer) in answers ?? new Dictionary<string, AnswerConfig>())
        {
            if (answer.Template is { } template && site.Files.Fault("answers", template) is { } fault) yield return file.At(["answers", name, "template"], fault.Message, fault.Hint);
            else if (answer.Format == "text" && answer.Template is null && site.Files.KindOf("answers/" + name) != SiteEntryKind.File)
            {
                yield return file.At(["answers", name], $"there is no template answers/{name}, and `text` has no built-in one", $"write answers/{name}");
            }
        }
    }
}
