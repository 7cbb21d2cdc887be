namespace Racklight.Sites;

/// <summary>What <c>site check -o json</c> prints.</summary>
internal sealed record CheckedSite
{
    public required bool Good { get; init; }

    public required int Errors { get; init; }

    public required int Warnings { get; init; }

    public required string? Commit { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }

    public static CheckedSite Of(SiteReading reading) => new()
    {
        Good = reading.Site is not null && reading.Problems.All(static problem => problem.Severity != Severity.Error),
        Errors = reading.Problems.Count(static problem => problem.Severity == Severity.Error),
        Warnings = reading.Problems.Count(static problem => problem.Severity == Severity.Warning),
        Commit = reading.Site?.Commit,
        Problems = reading.Problems,
    };

    /// <summary>One line: <c>hypervisors is good: 1 network, 3 nodes, …</c>.</summary>
    public static string Summary(Site site)
    {
        string[] parts =
        [
            Count(site.File.Networks.Count, "network"), Count(site.Groups.Count, "group"), Count(site.Nodes.Count, "node"),
            Count(site.Images.Count, "image"), Count(site.Menu.Count, "menu entry", "menu entries"),
        ];
        return $"{site.File.Name} is good: {string.Join(", ", parts)}";
    }

    public static string Count(int count, string one, string? several = null) => count == 1 ? $"1 {one}" : $"{count} {several ?? one + "s"}";
}
