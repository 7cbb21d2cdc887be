using Racklight.Menus.Preview;

namespace Racklight.Menus.Pages;

/// <summary>A line on the machine's screen.</summary>
/// <param name="Query">The page that it stands on.</param>
/// <param name="Line">The line.</param>
/// <param name="IsSelected">The bar is on it.</param>
public sealed record MenuLineModel(MenuQuery Query, PreviewLine Line, bool IsSelected)
{
    /// <summary>Where choosing it leads on the dashboard; null: nowhere that could be shown.</summary>
    public string? Href => Line.Action switch
    {
        PreviewAction.Section => (Query with { Section = Line.Name!, Entry = "" }).Address,
        PreviewAction.Entry or PreviewAction.Disk => (Query with { Entry = Line.Name! }).Address,
        PreviewAction.Ref => "#ref",
        PreviewAction.Search => "#find",
        PreviewAction.Question => "#typed",
        _ => null,
    };

    /// <summary>It is what was chosen.</summary>
    public bool IsChosen => Line.Action is PreviewAction.Entry or PreviewAction.Disk && Line.Name == Query.Entry;
}
