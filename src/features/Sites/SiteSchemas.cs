using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>A kind of file in a site.</summary>
/// <param name="Name">The schema's name: <c>node</c>.</param>
/// <param name="Files">Where its files lie, as a pattern: <c>nodes/*.yaml</c>.</param>
/// <param name="Type">The record's contract; asked for when a file is read, since every command names the kinds and few read any.</param>
internal sealed record SiteSchema(string Name, string Files, Func<JsonTypeInfo> Type)
{
    private readonly Lazy<JsonSchema> _rules = new(() => JsonSchema.Of(SchemaExport.Of(Type())));

    /// <summary>The rules that files of this kind are read by.</summary>
    public JsonSchema Rules => _rules.Value;

    /// <summary>The JSON Schema, for editors.</summary>
    public JsonObject Export()
    {
        var schema = SchemaExport.Of(Type());
        schema.Insert(1, "title", $"Racklight: {Files}");
        return schema;
    }
}

/// <summary>Every kind of file in a site, with its schema.</summary>
internal static class SiteSchemas
{
    public static SiteSchema Site { get; } = new("site", "site.yaml", static () => SiteJson.Default.SiteFile);

    public static SiteSchema Group { get; } = new("group", "groups/*.yaml", static () => SiteJson.Default.GroupFile);

    public static SiteSchema Node { get; } = new("node", "nodes/*.yaml", static () => SiteJson.Default.NodeFile);

    public static SiteSchema Image { get; } = new("image", "images/*/image.yaml", static () => SiteJson.Default.ImageFile);

    public static SiteSchema Menu { get; } = new("menu", "menu/*.yaml", static () => SiteJson.Default.MenuListFile);

    public static IReadOnlyList<SiteSchema> All { get; } = [Site, Group, Node, Image, Menu];
}
