using System.Reflection;

namespace Racklight.Images.Building;

/// <summary>The files that this program carries: what goes into an image, and the scripts that build one.</summary>
internal static class LiveFiles
{
    private static readonly Assembly Home = typeof(LiveFiles).Assembly;

    /// <summary>One hash over names and bytes of all that goes into an image.</summary>
    public static string Hash { get; } = ComputeHash();

    /// <summary>A file's text, by its path below this room.</summary>
    public static string Text(string path)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(path) ?? throw new InvalidOperationException($"{path} is not in the program"));
        return reader.ReadToEnd();
    }

    /// <summary>Writes <c>Live/</c> into a directory.</summary>
    public static void CopyTo(string directory)
    {
        foreach (var name in Names())
        {
            var path = Path.Combine(directory, name["Live/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            using var resource = Home.GetManifestResourceStream(name)!;
            resource.CopyTo(file);
        }
    }

    private static IEnumerable<string> Names() => Home.GetManifestResourceNames().Where(name => name.StartsWith("Live/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string ComputeHash() => Digest.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Names().Select(name => $"{name} {Digest.Of(System.Text.Encoding.UTF8.GetBytes(Text(name)))}")))).Hex;
}
