using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Images.Commands;

/// <summary>What the verbs of <c>racklight image</c> share.</summary>
internal static class ImageCommandOptions
{
    public static Option<string> State() => new("--state")
    {
        Description = "Where observed state and artifacts lie (RACKLIGHT_STATE)",
        HelpName = "DIR",
        DefaultValueFactory = static _ => StateDirectory.Default,
    };

    public static Option<string> Site() => new("--site")
    {
        Description = "The site's directory (RACKLIGHT_SITE)",
        HelpName = "DIR",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") ?? ".",
    };

    public static Argument<string> Reference() => new("image") { Description = "NAME, NAME@CHANNEL or a digest" };

    public static ImageService Open(string state) => new(Path.GetFullPath(state), static () => null, TimeProvider.System);

    /// <exception cref="ProblemException">There is no such image.</exception>
    public static async Task<Image> RequireAsync(ImageService service, string reference, CancellationToken cancellationToken)
    {
        if (await service.ResolveAsync(reference, cancellationToken) is { } image) return image;
        // People copy the twelve digits that tables show.
        var matches = reference.Length >= 6 ? (await service.ListAsync(cancellationToken)).Where(candidate => candidate.Digest.Hex.StartsWith(reference, StringComparison.OrdinalIgnoreCase)).ToArray() : [];
        return matches.Length == 1 ? matches[0] : throw new ProblemException($"there is no image {reference}", "racklight image list", ExitCodes.NotSo);
    }
}
