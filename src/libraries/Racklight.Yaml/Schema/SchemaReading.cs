using System.Text.Json.Nodes;

namespace Racklight.Yaml.Schema;

/// <summary>What a tree gave when read by a schema.</summary>
/// <param name="Value">
/// The JSON of all that was right, with defaults filled in; null when not even that makes a whole (a required key is missing
/// at the top). What was wrong is left out, so that later checks still see the rest and everything is told at once.
/// </param>
/// <param name="Faults">All that is wrong, in the order of the text.</param>
public sealed record SchemaReading(JsonNode? Value, IReadOnlyList<YamlFault> Faults);
