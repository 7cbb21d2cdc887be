using Racklight.Yaml;

namespace Racklight.Menus.Import;

/// <summary>What became of each record; a record has one outcome, or the importer is wrong.</summary>
internal sealed class Outcomes
{
    private readonly Dictionary<(string Kind, string Id), (Outcome Outcome, ImportedRecord Record)> _records = [];

    /// <summary>What can become of a record.</summary>
    public enum Outcome
    {
        Imported,
        NeedsRecipe,
        Warning,
    }

    /// <summary>Says it.</summary>
    public void Add(Outcome outcome, string kind, string id, string reason, UpstreamFile file, YamlNode node, string? entry = null)
        => _records.Add((kind, id), (outcome, new ImportedRecord(kind, id, reason) { Entry = entry, Place = file.Place(node) }));

    /// <summary>True when it was said.</summary>
    public bool Knows(string kind, string id) => _records.ContainsKey((kind, id));

    /// <summary>The entry that a record became, or null.</summary>
    public string? EntryOf(string kind, string id) => _records.TryGetValue((kind, id), out var found) ? found.Record.Entry : null;

    /// <summary>All records of an outcome, in the order in which they were said.</summary>
    public IReadOnlyList<ImportedRecord> All(Outcome outcome) => [.. _records.Values.Where(one => one.Outcome == outcome).Select(static one => one.Record)];
}
