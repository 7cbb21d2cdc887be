using System.Text.Json;
using Racklight.Mirrors.Keeping;

namespace Racklight.Mirrors.Running;

/// <summary>How far the command is, for the server, which is another process: a small file, renamed into place, gone at the end.</summary>
internal sealed class ProgressFile(MirrorPlace place, TimeProvider clock)
{
    /// <summary>A run that has not told for that long was killed.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(10);
    private readonly string _file = Path.Combine(place.Root, "progress.json");

    public void Write(MirrorProgress progress)
    {
        try
        {
            File.WriteAllBytes(_file + ".new", JsonSerializer.SerializeToUtf8Bytes(progress, MirrorJson.Default.MirrorProgress));
            File.Move(_file + ".new", _file, overwrite: true);
        }
        catch (IOException)
        {
            // A full disk stops the files themselves, and that is told.
        }
    }

    public void Delete() => File.Delete(_file);

    /// <summary>How far a run is; null when none runs.</summary>
    public MirrorProgress? Read()
    {
        try
        {
            if (!File.Exists(_file)) return null;
            var progress = JsonSerializer.Deserialize(File.ReadAllBytes(_file), MirrorJson.Default.MirrorProgress);
            return progress is not null && clock.GetUtcNow() - progress.At < Alive ? progress : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
