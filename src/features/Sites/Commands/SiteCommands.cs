using System.CommandLine;

namespace Racklight.Sites.Commands;

/// <summary><c>racklight site</c>.</summary>
internal static class SiteCommands
{
    public static Command Create(IReadOnlyList<IAddedCheck> added) => new("site", "The git repository that describes networks, machines and images")
    {
        InitCommand.Create(),
        CheckCommand.Create(added),
        ShowCommand.Create(),
        SchemaCommand.Create(),
    };

    /// <summary>The site's directory as an argument: what was given, else <c>RACKLIGHT_SITE</c>, else the current directory.</summary>
    public static Argument<string> Directory() => new("DIR")
    {
        Description = "The directory that holds site.yaml (default: RACKLIGHT_SITE, else the current one)",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } named ? named : ".",
    };
}
