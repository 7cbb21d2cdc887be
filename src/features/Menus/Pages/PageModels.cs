using Racklight.App.Dashboard;
using Racklight.Menus.Entries;
using Racklight.Menus.Preview;

namespace Racklight.Menus.Pages;

/// <summary>The menu page.</summary>
public sealed record MenuPageModel(PageFrame Frame, MenuQuery Query, MenuPreview Preview, IReadOnlyList<PreviewMachine> Machines);

/// <summary>What a choice boots.</summary>
public sealed record ChoiceModel(MenuQuery Query, MenuPreview Preview, ChoicePreview Choice);

/// <summary>The list of entries.</summary>
public sealed record CatalogPageModel(PageFrame Frame, IReadOnlyList<CatalogRow> Rows, string Words, string Section)
{
    /// <summary>Those that the filter in the address lets through: the page filters without a script too.</summary>
    public bool Shows(CatalogRow row)
        => (Section.Length == 0 || row.Entry.Section == Section) && Words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(row.SearchText.Contains);
}

/// <summary>The page of an entry.</summary>
public sealed record EntryPageModel(PageFrame Frame, CatalogRow Row, IReadOnlyList<EntryBoot> Boots);

/// <summary>An entry that there is not.</summary>
public sealed record MissingEntryPage(PageFrame Frame, string Id, string? Near);
