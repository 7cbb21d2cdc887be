using System.Text.Json;
using Racklight.Mirrors.Keeping;

namespace Racklight.Mirrors.Running;

/// <summary>How the last run ended, for the server, which is another process: what could not be had would else be told on a terminal only.</summary>
internal sealed class RunNote(MirrorPlace place)
{
    private const int MostFailures = 500;
    private const int Largest = 1 << 20;
    private readonly string _file = Path.Combine(place.Root, "last-run.json");

    public void Write(IReadOnlyList<MirrorOutcome> outcomes, DateTimeOffset now)
    {
        var failed = outcomes.Where(static outcome => outcome.Fate == Fate.Failed).Take(MostFailures)
            .Select(static outcome => new MirrorFailure($"{outcome.File.Entry}/{outcome.File.Role}", outcome.File.Url, outcome.Problem?.Message ?? "", outcome.Problem?.Hint));
        var note = new MirrorRunNote(now, outcomes.Count, outcomes.Count(static outcome => outcome.Fate == Fate.Fetched), outcomes.Count(static outcome => outcome.Fate == Fate.Kept), [.. failed]);
        try
        {
            File.WriteAllBytes(_file + ".new", JsonSerializer.SerializeToUtf8Bytes(note, MirrorJson.Default.MirrorRunNote));
            File.Move(_file + ".new", _file, overwrite: true);
        }
        catch (IOException)
        {
            // The files are there all the same, and the terminal has told it.
        }
    }

    /// <summary>How the last run ended; null when there was none, or its note cannot be read.</summary>
    public MirrorRunNote? Read()
    {
        try
        {
            return new FileInfo(_file) is { Exists: true, Length: <= Largest } ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), MirrorJson.Default.MirrorRunNote) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
