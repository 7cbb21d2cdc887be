using System.Text.Json.Serialization;
using Racklight.Nodes.Adding;
using Racklight.Sites;

namespace Racklight.Nodes.Commands;

/// <summary>A node that was added to the site, as the verbs print it.</summary>
internal sealed record AddedNode(string Name, string File, string? Mac, string? Uuid, string? Serial, string? Group, string Boots)
{
    public static AddedNode Of(Site site, NodeDraft draft)
        => new(draft.Name, draft.Path, draft.Of("mac"), draft.Of("uuid"), draft.Of("serial"), draft.Of("group"), site.BootsOf(new NodeFile { Group = draft.Of("group"), Boots = draft.Of("boots") }));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<AddedNode>))]
internal sealed partial class AddedNodeJson : JsonSerializerContext;
