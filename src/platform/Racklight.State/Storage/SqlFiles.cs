namespace Racklight.State.Storage;

/// <summary>The SQL files inside this assembly.</summary>
internal static class SqlFiles
{
    /// <summary>The files of a folder, by name.</summary>
    public static IReadOnlyList<string> In(string folder)
        => [.. typeof(SqlFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>A file's text.</summary>
    public static string Read(string file)
    {
        using var reader = new StreamReader(typeof(SqlFiles).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
