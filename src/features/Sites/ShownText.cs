using System.Text.Json;

namespace Racklight.Sites;

/// <summary>Parts of a site as one text each: two that are the same have the same text.</summary>
public static class ShownText
{
    /// <summary>A menu entry.</summary>
    public static string Of(MenuFile entry) => JsonSerializer.Serialize(entry, SiteJson.Default.MenuFile);

    /// <summary>An image's recipe.</summary>
    public static string Of(ImageFile image) => JsonSerializer.Serialize(image, SiteJson.Default.ImageFile);
}
