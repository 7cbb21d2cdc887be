namespace Racklight.Tests.Deploys;

/// <summary>A directory of files that goes with the test.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("racklight-deploys-").FullName;

    public string Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
