using Racklight.Sites;

namespace Racklight.Menus.Import;

/// <summary>Turns all that netboot.xyz's data describes into entries of ours, and accounts for every record of it.</summary>
internal static class NetbootXyzImport
{
    /// <summary>The entries by name, and what became of each record.</summary>
    public static (IReadOnlyDictionary<string, MenuFile> Entries, ImportReport Report) Run(UpstreamFiles files)
    {
        var upstream = UpstreamReader.Read(files);
        var outcomes = new Outcomes();
        var drafts = new EntryDrafts();
        var endpoints = new EndpointImport(upstream, ImportMap.Own, outcomes, drafts);
        var utilities = new UtilityImport(upstream, outcomes, drafts);
        endpoints.Run();
        utilities.Run();
        endpoints.Finish(utilities.UsedBy);
        new ReleaseImport(upstream, ImportMap.Own, outcomes, drafts).Run();
        return (drafts.All, new ImportReport
        {
            Endpoints = upstream.Endpoints.Count,
            Files = upstream.Endpoints.Values.Sum(static endpoint => endpoint.Files.Count),
            Releases = upstream.Releases.Count,
            Versions = upstream.Releases.Sum(static release => release.Versions.Count),
            Utilities = upstream.Utilities.Count,
            Notes = [.. new[] { files.Endpoints, files.Defaults }.SelectMany(static file => file.Document.Faults.Select(fault => $"{file.Name}:{fault.Mark.Line}:{fault.Mark.Column}: {fault.Message}"))],
            Entries = drafts.All.Count,
            Imported = outcomes.All(Outcomes.Outcome.Imported),
            NeedsRecipe = outcomes.All(Outcomes.Outcome.NeedsRecipe),
            Warnings = outcomes.All(Outcomes.Outcome.Warning),
        });
    }
}
