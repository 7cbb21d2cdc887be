using System.Collections.ObjectModel;

namespace Racklight.Templates.Filters;

/// <summary>The built-in filters; each does what Jinja's (or, for b64encode and quote, Ansible's) does.</summary>
internal static class FilterTable
{
    public static ReadOnlyDictionary<string, TemplateFilter> All { get; } = new(new Dictionary<string, TemplateFilter>(StringComparer.Ordinal)
    {
        ["default"] = ValueFilters.Default,
        ["d"] = ValueFilters.Default,
        ["int"] = ValueFilters.Integer,
        ["float"] = ValueFilters.Real,
        ["string"] = ValueFilters.Text,
        ["tojson"] = JsonFilter.Apply,
        ["upper"] = TextFilters.Upper,
        ["lower"] = TextFilters.Lower,
        ["capitalize"] = TextFilters.Capitalize,
        ["trim"] = TextFilters.Trim,
        ["replace"] = TextFilters.Replace,
        ["indent"] = TextFilters.Indent,
        ["escape"] = TextFilters.Escape,
        ["e"] = TextFilters.Escape,
        ["quote"] = TextFilters.Quote,
        ["b64encode"] = TextFilters.Base64,
        ["length"] = ListFilters.Length,
        ["count"] = ListFilters.Length,
        ["first"] = ListFilters.First,
        ["last"] = ListFilters.Last,
        ["join"] = ListFilters.Join,
        ["list"] = ListFilters.List,
        ["items"] = ListFilters.Items,
        ["reverse"] = ListFilters.Reverse,
        ["sort"] = ListFilters.Sort,
        ["unique"] = ListFilters.Unique,
        ["map"] = ChoiceFilters.Map,
        ["select"] = (value, arguments) => ChoiceFilters.Select(value, arguments, keep: true),
        ["reject"] = (value, arguments) => ChoiceFilters.Select(value, arguments, keep: false),
        ["selectattr"] = (value, arguments) => ChoiceFilters.SelectAttribute(value, arguments, keep: true),
        ["rejectattr"] = (value, arguments) => ChoiceFilters.SelectAttribute(value, arguments, keep: false),
    });
}
