using System.Globalization;

namespace Racklight.Up;

/// <summary>What the script <c>./racklight</c> did before it started this program: a first run should tell where all of its time went.</summary>
internal static class StartFromSource
{
    /// <summary>The parts that took a second or more, in order.</summary>
    public static IReadOnlyList<(string What, TimeSpan Took)> Took()
        => [.. new[] { ("installing packages", "RACKLIGHT_SETUP_SECONDS"), ("building racklight", "RACKLIGHT_BUILD_SECONDS") }
            .Select(part => (part.Item1, Seconds(Environment.GetEnvironmentVariable(part.Item2))))
            .Where(part => part.Item2 >= TimeSpan.FromSeconds(1))];

    private static TimeSpan Seconds(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 86_400 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
