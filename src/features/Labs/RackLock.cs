using Racklight.App;

namespace Racklight.Labs;

/// <summary>Holds a rack's name while its owner lives. The kernel lets go of it when the owner dies, however that happens.</summary>
internal sealed class RackLock : IDisposable
{
    private readonly FileStream _file;

    private RackLock(FileStream file) => _file = file;

    /// <exception cref="ProblemException">Another process has a rack of that name.</exception>
    public static RackLock Take(string name)
    {
        Directory.CreateDirectory(LabRegistry.Directory);
        var path = Path.Combine(LabRegistry.Directory, name + ".lock");
        try
        {
            while (true)
            {
                var file = Open(path);
                // Its last holder may have deleted it between our opening and our locking it: then it guards nothing.
                if (File.Exists(path)) return new RackLock(file);
                file.Dispose();
            }
        }
        catch (IOException e)
        {
            throw new ProblemException($"a lab named {name} runs already", $"racklight lab down {name}, or take another --name", ExitCodes.NotSo, e);
        }
    }

    /// <summary>Deletes the files of owners that were killed.</summary>
    public static void RemoveStale()
    {
        if (!Directory.Exists(LabRegistry.Directory)) return;
        foreach (var path in Directory.EnumerateFiles(LabRegistry.Directory, "*.lock"))
        {
            try
            {
                new RackLock(Open(path)).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Held: its owner lives.
            }
        }
    }

    public void Dispose()
    {
        File.Delete(_file.Name);
        _file.Dispose();
    }

    // FileShare.None is an exclusive flock(2).
    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
