using Racklight.App;

namespace Racklight.Images.Building;

/// <summary>The versions of the programs that make images, as the building machine's package database tells them.</summary>
internal static class ToolVersions
{
    private static readonly string[] Packages = ["ansible-core", "mmdebstrap", "squashfs-tools"];

    public static async Task<SortedDictionary<string, string>> ReadAsync(CancellationToken token)
    {
        var tools = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["racklight"] = typeof(ToolVersions).Assembly.GetName().Version?.ToString(3) ?? "unknown",
        };
        try
        {
            // Fails as a whole when one is not installed, but prints those that are.
            var result = await ProcessRunner.RunAsync(new ProcessSpec("dpkg-query", ["-W", "-f", "${Package} ${Version}\n", .. Packages]) { Limit = TimeSpan.FromSeconds(10) }, token);
            foreach (var words in result.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 2 && words[1].Length > 0)) tools[words[0]] = words[1];
        }
        catch (ProblemException)
        {
            // Not a Debian: the steps have checked that the programs are there.
        }
        return tools;
    }
}
