namespace Racklight.Menus;

/// <summary>The YAML files that come inside the program.</summary>
internal static class EmbeddedText
{
    /// <summary>The files below a folder, by name, in the order of their names.</summary>
    public static IEnumerable<(string Name, string Text)> Below(string folder)
    {
        var assembly = typeof(EmbeddedText).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }
}
