using System.Collections.ObjectModel;

namespace Racklight.Templates;

/// <summary>A filter: makes another value of one.</summary>
/// <param name="value">What stands before the bar.</param>
/// <param name="arguments">What stands in the parentheses.</param>
/// <exception cref="TemplateFaultException">It does not work on that; the message says why.</exception>
public delegate object? TemplateFilter(object? value, TemplateArguments arguments);

/// <summary>What a template is read and rendered with.</summary>
public sealed record TemplateEnvironment
{
    /// <summary>White space.</summary>
    public TemplateOptions Options { get; init; } = new();

    /// <summary>Bounds.</summary>
    public TemplateLimits Limits { get; init; } = new();

    /// <summary>Where <c>{% include %}</c> finds templates; null: nowhere.</summary>
    public ITemplateLoader? Loader { get; init; }

    /// <summary>Filters besides the built-in ones, by name.</summary>
    public IReadOnlyDictionary<string, TemplateFilter> Filters { get; init; } = ReadOnlyDictionary<string, TemplateFilter>.Empty;

    /// <summary>The clock that the time limit goes by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>The arguments of a filter.</summary>
public sealed class TemplateArguments
{
    private readonly IReadOnlyList<object?> _positional;
    private readonly IReadOnlyDictionary<string, object?> _named;

    internal TemplateArguments(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named, Running.Run run) => (_positional, _named, Run) = (positional, named, run);

    internal Running.Run Run { get; }

    internal int Count => _positional.Count;

    internal IReadOnlyList<object?> Positional => _positional;

    /// <summary>The argument at a place, or of a name; false when it is not given.</summary>
    public bool TryGet(int place, string name, out object? value)
    {
        if (place < _positional.Count)
        {
            value = _positional[place];
            return true;
        }
        return _named.TryGetValue(name, out value);
    }

    /// <summary>A text argument.</summary>
    /// <exception cref="TemplateFaultException">It is missing and has no default, or is no text.</exception>
    public string Text(int place, string name, string? missing = null)
    {
        if (!TryGet(place, name, out var value)) return missing ?? throw new TemplateFaultException($"the argument `{name}` is missing");
        return value as string ?? throw new TemplateFaultException($"the argument `{name}` must be text, not {Values.Value.Kind(value)}");
    }

    /// <summary>A whole number.</summary>
    /// <exception cref="TemplateFaultException">It is no whole number.</exception>
    public long Integer(int place, string name, long missing)
        => !TryGet(place, name, out var value) ? missing : value as long? ?? throw new TemplateFaultException($"the argument `{name}` must be a whole number, not {Values.Value.Kind(value)}");

    /// <summary>A truth value.</summary>
    public bool Truth(int place, string name, bool missing) => TryGet(place, name, out var value) ? Values.Value.Truth(value) : missing;

    /// <summary>Refuses what a filter does not know.</summary>
    /// <exception cref="TemplateFaultException">There are more, or others.</exception>
    public void Only(params ReadOnlySpan<string> names)
    {
        if (_positional.Count > names.Length) throw new TemplateFaultException($"at most {names.Length} {(names.Length == 1 ? "argument is" : "arguments are")} taken");
        foreach (var name in _named.Keys)
        {
            if (!names.Contains(name)) throw new TemplateFaultException($"there is no argument `{name}`", names.Length > 0 ? string.Join(", ", names.ToArray()) : null);
        }
    }
}
