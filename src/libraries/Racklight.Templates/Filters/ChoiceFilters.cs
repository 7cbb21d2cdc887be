using Racklight.Templates.Values;

namespace Racklight.Templates.Filters;

/// <summary>map, select, reject, selectattr, rejectattr.</summary>
internal static class ChoiceFilters
{
    public static object? Map(object? value, TemplateArguments arguments)
    {
        var items = Some(value);
        if (arguments.Count == 0)
        {
            arguments.Only("attribute", "default");
            if (!arguments.TryGet(9, "attribute", out var attribute)) throw new TemplateFaultException("map needs a filter's name or `attribute=`");
            var hasDefault = arguments.TryGet(9, "default", out var missing);
            return (object?[])[.. items.Select(item => ListFilters.Member(item, attribute) is var found && found is Undefined undefined ? (hasDefault ? missing : throw new TemplateFaultException(undefined.Reason)) : found)];
        }
        var name = arguments.Text(0, "filter");
        if (!FilterTable.All.TryGetValue(name, out var filter)) throw new TemplateFaultException($"there is no filter `{name}`");
        var rest = Rest(arguments, 1);
        arguments.Run.Charge(items.Count * 4L);
        return (object?[])[.. items.Select(item => filter(item, rest))];
    }

    public static object? Select(object? value, TemplateArguments arguments, bool keep)
        => Chosen(value, static item => item, arguments, 0, keep);

    public static object? SelectAttribute(object? value, TemplateArguments arguments, bool keep)
    {
        if (!arguments.TryGet(0, "attribute", out var attribute)) throw new TemplateFaultException("it needs an attribute's name");
        return Chosen(value, item => ListFilters.Member(item, attribute), arguments, 1, keep);
    }

    private static object?[] Chosen(object? value, Func<object?, object?> of, TemplateArguments arguments, int at, bool keep)
    {
        var items = Some(value);
        arguments.Run.Charge(items.Count * 4L);
        if (arguments.Count <= at) return [.. items.Where(item => Truth(of(item)) == keep)];
        var test = arguments.Text(at, "test");
        if (!TestTable.Names.Contains(test)) throw new TemplateFaultException($"there is no test `{test}`");
        var rest = Rest(arguments, at + 1);
        return [.. items.Where(item => TestTable.Holds(test, of(item), rest) == keep)];
    }

    // As in Jinja, nothing at all (none, 0) has no items here.
    private static IReadOnlyList<object?> Some(object? value) => Value.Truth(value) ? Value.Items(value) : [];

    private static bool Truth(object? value) => value is Undefined undefined ? throw new TemplateFaultException(undefined.Reason) : Value.Truth(value);

    private static TemplateArguments Rest(TemplateArguments arguments, int from)
        => new([.. arguments.Positional.Skip(from)], new Dictionary<string, object?>(), arguments.Run);
}
