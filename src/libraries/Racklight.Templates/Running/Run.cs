using System.Text;
using Racklight.Templates.Reading;
using Racklight.Templates.Values;

namespace Racklight.Templates.Running;

/// <summary>Names and what they stand for; an inner scope sees the outer ones.</summary>
internal sealed class Scope(Scope? outer)
{
    private Dictionary<string, object?>? _names;

    public void Set(string name, object? value) => (_names ??= new(StringComparer.Ordinal))[name] = value;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._names is not null && scope._names.TryGetValue(name, out value)) return true;
        }
        value = null;
        return false;
    }

    public IEnumerable<string> Names => (_names?.Keys ?? Enumerable.Empty<string>()).Concat(outer?.Names ?? []);

    private Scope? Outer => outer;
}

/// <summary>One rendering: scopes, output, and what is left of its limits.</summary>
internal sealed class Run
{
    private readonly long _started;
    private readonly Dictionary<string, Template> _included = new(StringComparer.Ordinal);
    private readonly Stack<string> _including = new();
    private long _steps;
    private long _nextLook = 1024;
    private StringBuilder _output = new();
    private List<RenderedTemplate.Origin>? _origins = [];

    public Run(TemplateEnvironment environment, Scope scope, CancellationToken cancellationToken)
    {
        (Environment, Scope, Cancellation) = (environment, scope, cancellationToken);
        _started = environment.Clock.GetTimestamp();
    }

    public TemplateEnvironment Environment { get; }

    public Scope Scope { get; set; }

    public TemplateLimits Limits => Environment.Limits;

    private CancellationToken Cancellation { get; }

    /// <summary>Counts work done.</summary>
    /// <exception cref="TemplateFaultException">It was too much.</exception>
    public void Charge(long steps = 1)
    {
        _steps += steps;
        if (_steps > Limits.Steps) throw new TemplateFaultException($"the template did not end within {Limits.Steps:N0} steps", "look for a loop over a loop over a long list");
        if (_steps < _nextLook) return;
        _nextLook = _steps + 1024;
        Cancellation.ThrowIfCancellationRequested();
        if (Environment.Clock.GetElapsedTime(_started) > Limits.Time) throw new TemplateFaultException($"the template did not end within {Limits.Time.TotalSeconds:0.#} s", "look for loops over long lists or texts");
    }

    public void Write(string text, TemplatePlace place, bool literal)
    {
        if (text.Length == 0) return;
        Charge(1 + text.Length / 64);
        if (_output.Length + text.Length > Limits.Output) throw new TemplateFaultException($"the output is longer than {Limits.Output:N0} characters");
        _origins?.Add(new RenderedTemplate.Origin(_output.Length, place, literal));
        _output.Append(text);
    }

    /// <summary>Runs something and gives what it wrote instead of writing it.</summary>
    public string Capture(Action write)
    {
        var (output, origins) = (_output, _origins);
        (_output, _origins) = (new StringBuilder(), null);
        try
        {
            write();
            return _output.ToString();
        }
        finally
        {
            (_output, _origins) = (output, origins);
        }
    }

    /// <summary>Runs something with names of its own.</summary>
    public void Within(Scope scope, Action action)
    {
        var before = Scope;
        Scope = scope;
        try
        {
            action();
        }
        finally
        {
            Scope = before;
        }
    }

    public void Include(string name, bool ignoreMissing)
    {
        if (name.Length > 255) throw new TemplateFaultException("the name of an included template is too long");
        if (_including.Count >= Limits.Includes)
        {
            throw new TemplateFaultException($"includes are nested deeper than {Limits.Includes}: {string.Join(" → ", _including.Reverse())} → {name}", _including.Contains(name) ? $"{name} includes itself" : null);
        }
        if (!_included.TryGetValue(name, out var template))
        {
            if (Environment.Loader is not { } loader) throw new TemplateFaultException("nothing can be included here");
            var source = loader.Find(name);
            if (source is null && ignoreMissing) return;
            if (source is null) throw new TemplateFaultException($"there is no template `{name}` to include");
            _included[name] = template = Template.Parse(source, Environment);
        }
        _including.Push(name);
        Within(new Scope(Scope), () => template.Body.Run(this));
        _including.Pop();
    }

    public RenderedTemplate Result() => new(_output.ToString(), _origins!);

    /// <summary>What a name stands for, or why nothing.</summary>
    public object? Find(string name, TemplatePlace place)
    {
        if (Scope.TryGet(name, out var value)) return value;
        return new Undefined($"`{name}` is not defined", place, Nearest(name, Scope.Names));
    }

    internal static string? Nearest(string name, IEnumerable<string> known)
    {
        var names = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(200).ToList();
        var near = names.FirstOrDefault(other => other.Equals(name, StringComparison.OrdinalIgnoreCase) || other.Replace("_", "", StringComparison.Ordinal) == name.Replace("_", "", StringComparison.Ordinal) || IsOneOff(name, other));
        if (near is not null) return $"did you mean `{near}`?";
        return names.Count is > 0 and <= 24 ? "the names here are " + string.Join(", ", names) : null;
    }

    // One letter wrong, missing, too many, or two swapped.
    private static bool IsOneOff(string a, string b)
    {
        if (a.Length < 3 || Math.Abs(a.Length - b.Length) > 1) return false;
        var i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i]) i++;
        if (a.Length > b.Length) return a.AsSpan(i + 1).SequenceEqual(b.AsSpan(i));
        if (a.Length < b.Length) return a.AsSpan(i).SequenceEqual(b.AsSpan(i + 1));
        return i == a.Length || a.AsSpan(i + 1).SequenceEqual(b.AsSpan(i + 1))
            || (i + 1 < a.Length && a[i] == b[i + 1] && a[i + 1] == b[i] && a.AsSpan(i + 2).SequenceEqual(b.AsSpan(i + 2)));
    }
}
