using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>Who says what a machine boots, the weakest first.</summary>
public enum BootChoiceSource
{
    /// <summary><c>unknown:</c> in site.yaml.</summary>
    Site,

    /// <summary>Its group's file.</summary>
    Group,

    /// <summary>Its own file.</summary>
    Node,

    /// <summary>Somebody, by hand.</summary>
    Assignment,

    /// <summary>Another ref of the site, which it tries.</summary>
    Try,
}

/// <summary>What a machine boots next, and why.</summary>
/// <param name="Boots">What: as <c>boots:</c> in a file; for a try the ref.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Why">The same in words: <c>group compute</c>, <c>assigned once by ops</c>.</param>
public sealed record BootChoice(string Boots, BootChoiceSource Source, string Why)
{
    /// <summary>What it boots when neither assignment nor try is left, and why; null when that is what it boots anyway.</summary>
    public BootChoice? Otherwise { get; init; }

    /// <summary>The assignment, also when a try is stronger.</summary>
    public Assignment? Assigned { get; init; }

    /// <summary>The try.</summary>
    public NodeTry? Tried { get; init; }

    /// <summary>Works it out.</summary>
    public static BootChoice Of(Site site, NodeFile? file, Assignment? assigned, NodeTry? tried)
    {
        var byFile = ByFile(site, file);
        if (tried is not null) return new BootChoice(tried.Ref, BootChoiceSource.Try, $"try of a ref{Once(tried.Once)} by {tried.Who}") { Otherwise = assigned is null ? byFile : By(assigned), Assigned = assigned, Tried = tried };
        return assigned is null ? byFile : By(assigned) with { Otherwise = byFile };
    }

    private static BootChoice By(Assignment assigned) => new(assigned.What, BootChoiceSource.Assignment, $"assigned{Once(assigned.Once)} by {assigned.Who}") { Assigned = assigned };

    private static BootChoice ByFile(Site site, NodeFile? file)
    {
        var boots = site.BootsOf(file);
        if (file?.Boots is not null) return new BootChoice(boots, BootChoiceSource.Node, "node file");
        return file?.Group is { } group && site.Groups.GetValueOrDefault(group)?.Boots is not null
            ? new BootChoice(boots, BootChoiceSource.Group, "group " + group)
            : new BootChoice(boots, BootChoiceSource.Site, "unknown: in site.yaml");
    }

    private static string Once(bool once) => once ? " once" : "";
}
