using System.Text.Json;
using Racklight.Images.Storage;

namespace Racklight.Images.Building;

/// <summary>How long steps took and how large their results were, kept from build to build, for "time left" and for the check of disk space.</summary>
internal sealed class StepTimes(string file, string image)
{
    public StepRecord? Find(string step) => Read().GetValueOrDefault($"{image}/{step}");

    public void Note(string step, StepRecord record)
    {
        var all = Read();
        all[$"{image}/{step}"] = record;
        var temporary = $"{file}.{Environment.ProcessId}";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(all, ImageJson.Default.DictionaryStringStepRecord));
        File.Move(temporary, file, overwrite: true);
    }

    private Dictionary<string, StepRecord> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ImageJson.Default.DictionaryStringStepRecord) ?? [];
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return [];
        }
    }
}
