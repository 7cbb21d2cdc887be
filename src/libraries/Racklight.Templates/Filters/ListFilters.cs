using Racklight.Templates.Values;

namespace Racklight.Templates.Filters;

/// <summary>Filters on lists, and on mappings and texts as lists.</summary>
internal static class ListFilters
{
    private static readonly TemplatePlace Nowhere = new("", 0, 0);

    public static object? Length(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Length(value);
    }

    public static object? First(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Items(value) is [var first, ..] ? first : new Undefined("there is no first item: it is empty", Nowhere);
    }

    public static object? Last(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Items(value) is [.., var last] ? last : new Undefined("there is no last item: it is empty", Nowhere);
    }

    public static object? Join(object? value, TemplateArguments arguments)
    {
        arguments.Only("d", "attribute");
        var between = arguments.TryGet(0, "d", out var given) ? Value.Text(given) : "";
        var items = Value.Items(value);
        if (arguments.TryGet(1, "attribute", out var attribute)) items = [.. items.Select(item => Member(item, attribute))];
        if ((long)items.Count * between.Length > arguments.Run.Limits.Output) throw new TemplateFaultException($"it would make a text of more than {arguments.Run.Limits.Output:N0} characters");
        return string.Join(between, items.Select(Value.Text));
    }

    public static object? List(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Items(value);
    }

    /// <summary>The pairs of a mapping.</summary>
    public static object? Items(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return value is IReadOnlyDictionary<string, object?> mapping ? (object?[])[.. mapping.Select(static entry => (object?)new object?[] { entry.Key, entry.Value })]
            : throw new TemplateFaultException($"{Value.Kind(value)} has no pairs", "a mapping has");
    }

    public static object? Reverse(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        var items = Value.Items(value).Reverse();
        return value is string ? string.Concat(items) : (object?[])[.. items];
    }

    public static object? Sort(object? value, TemplateArguments arguments)
    {
        arguments.Only("reverse", "case_sensitive", "attribute");
        var sensitive = arguments.Truth(1, "case_sensitive", false);
        var by = arguments.TryGet(2, "attribute", out var attribute) ? attribute : null;
        var items = Value.Items(value);
        arguments.Run.Charge(items.Count * 16L);
        var keys = items.Select(item => Key(by is null ? item : Member(item, by), sensitive)).ToList();
        // Told before sorting: an order that fails half way through would be told by the sorting's own words.
        for (var i = 1; i < keys.Count; i++) Value.Compare(keys[i - 1], keys[i]);
        var order = Enumerable.Range(0, keys.Count);
        var comparer = Comparer<object?>.Create(Value.Compare);
        var sorted = arguments.Truth(0, "reverse", false) ? order.OrderByDescending(i => keys[i], comparer) : order.OrderBy(i => keys[i], comparer);
        try
        {
            return (object?[])[.. sorted.Select(i => items[i])];
        }
        catch (InvalidOperationException e) when (e.InnerException is TemplateFaultException fault)
        {
            throw new TemplateFaultException(fault.Message, fault.Hint);
        }
    }

    public static object? Unique(object? value, TemplateArguments arguments)
    {
        arguments.Only("case_sensitive", "attribute");
        var sensitive = arguments.Truth(0, "case_sensitive", false);
        var by = arguments.TryGet(1, "attribute", out var attribute) ? attribute : null;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var others = new List<object?>();
        var kept = new List<object?>();
        foreach (var item in Value.Items(value))
        {
            var key = Key(by is null ? item : Member(item, by), sensitive);
            if (key is string text)
            {
                if (texts.Add(text)) kept.Add(item);
                continue;
            }
            if (key is IReadOnlyList<object?> or IReadOnlyDictionary<string, object?>) throw new TemplateFaultException($"{Value.Kind(key)} among the items cannot be told apart", "name a member of them: attribute=");
            arguments.Run.Charge(others.Count);
            if (others.Exists(other => Value.Same(other, key))) continue;
            others.Add(key);
            kept.Add(item);
        }
        return kept.ToArray();
    }

    /// <summary>A member by a path with dots, as <c>attribute=</c> means it.</summary>
    public static object? Member(object? item, object? attribute)
    {
        if (attribute is long index) return MemberOf(item, index);
        foreach (var step in (attribute as string ?? throw new TemplateFaultException("`attribute` is a text")).Split('.'))
        {
            item = MemberOf(item, long.TryParse(step, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : step);
        }
        return item;
    }

    private static object? MemberOf(object? item, object key) => (item, key) switch
    {
        (Undefined undefined, _) => throw undefined.Error,
        (IReadOnlyDictionary<string, object?> mapping, string name) when mapping.TryGetValue(name, out var value) => value,
        (IReadOnlyList<object?> list, long index) when index < list.Count => list[(int)index],
        _ => new Undefined($"an item has no `{key}`", Nowhere),
    };

    private static object? Key(object? value, bool sensitive) => value switch
    {
        Undefined undefined => throw new TemplateFaultException(undefined.Reason),
        string text when !sensitive => text.ToLowerInvariant(),
        _ => value,
    };
}
