using Racklight.Templates.Values;

namespace Racklight.Templates.Running;

/// <summary><c>a.b</c> and <c>a[b]</c>.</summary>
internal sealed record Member(Expression Of, Expression Key, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var (holder, key) = (Of.Defined(run), Key.Defined(run));
        switch (holder)
        {
            case IReadOnlyDictionary<string, object?> mapping when key is string name:
                return mapping.TryGetValue(name, out var found) ? found : new Undefined($"there is no `{name}` in {Described}", Place, Run.Nearest(name, mapping.Keys));
            case ITemplateLookup lookup when key is string name:
                return lookup.TryGet(name, out var given) ? Value.Of(given) : new Undefined($"there is no `{name}` in {Described}", Place, lookup.HintFor(name));
            case IReadOnlyList<object?> list when Value.TryWhole(key, out var index):
                if (index < 0) index += list.Count;
                return index >= 0 && index < list.Count ? list[(int)index] : new Undefined($"{Described} has {list.Count} items; there is no number {key}", Place);
            case string text when Value.TryWhole(key, out var index):
                var characters = Value.Characters(text).ToList();
                run.Charge(text.Length / 64);
                if (index < 0) index += characters.Count;
                return index >= 0 && index < characters.Count ? characters[(int)index] : new Undefined($"{Described} has {characters.Count} characters; there is no number {key}", Place);
            default:
                return new Undefined($"{Described} is {Value.Kind(holder)} and has no `{Value.Text(key)}`", Place);
        }
    }

    private string Described => Of switch { Name name => $"`{name.Text}`", Member { Key: Constant { Known: string key } } => $"`{key}`", _ => "it" };
}

/// <summary><c>a[1:3]</c>.</summary>
internal sealed record Slice(Expression Of, Expression? From, Expression? To, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var value = Of.Defined(run);
        if (value is not (string or IReadOnlyList<object?>)) throw new TemplateFaultException($"{Value.Kind(value)} cannot be cut");
        var items = Value.Items(value);
        run.Charge(items.Count / 16);
        var from = Bound(From, 0);
        var to = Bound(To, items.Count);
        var part = items.Skip(from).Take(Math.Max(0, to - from));
        return value is string ? string.Concat(part) : (object?[])[.. part];

        int Bound(Expression? bound, int missing)
        {
            if (bound?.Defined(run) is not { } given) return missing;
            if (!Value.TryWhole(given, out var number)) throw new TemplateFaultException("a slice goes from one whole number to another");
            return (int)Math.Clamp(number < 0 ? number + items.Count : number, 0, items.Count);
        }
    }
}

/// <summary>Arguments as written.</summary>
internal sealed record Arguments(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static Arguments None { get; } = new([], []);

    public int Depth => Positional.Select(static e => e.Depth).Concat(Named.Select(static n => n.Value.Depth)).DefaultIfEmpty(0).Max();

    public TemplateArguments Evaluate(Run run) => new([.. Positional.Select(e => e.Defined(run))], Named.ToDictionary(static n => n.Name, n => n.Value.Defined(run), StringComparer.Ordinal), run);
}

/// <summary><c>a | filter(b)</c>.</summary>
internal sealed record Filtered(Expression Of, string Filter, TemplateFilter Apply, Arguments Arguments, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var value = Of.Evaluate(run);
        // Only `default` may see what is not defined.
        if (value is Undefined undefined && Filter is not ("default" or "d")) throw undefined.Error;
        if (value is string text) run.Charge(text.Length / 64);
        else if (value is IReadOnlyList<object?> list) run.Charge(list.Count);
        try
        {
            var result = Value.Of(Apply(value, Arguments.Evaluate(run)));
            if (result is Undefined nothing) return nothing with { Place = Place };
            if (result is string made && made.Length > run.Limits.Output) throw new TemplateFaultException($"it would make a text of more than {run.Limits.Output:N0} characters");
            return result;
        }
        catch (TemplateFaultException fault)
        {
            throw new TemplateException($"the filter `{Filter}`: {fault.Message}", Place, fault.Hint, fault);
        }
    }
}

/// <summary><c>a is [not] test(b)</c>.</summary>
internal sealed record Tested(Expression Of, string Test, bool Negated, Arguments Arguments, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run) => Filters.TestTable.Holds(Test, Of.Evaluate(run), Arguments.Evaluate(run)) != Negated;
}

/// <summary><c>range(a, b, c)</c>: the only function.</summary>
internal sealed record RangeCall(Arguments Arguments, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    private const int Longest = 100_000;

    protected override object? Compute(Run run)
    {
        var given = Arguments.Evaluate(run);
        given.Only("start", "stop", "step");
        if (given.Count == 0) throw new TemplateFaultException("range needs its end", "range(3)");
        var start = given.Count == 1 ? 0 : given.Integer(0, "start", 0);
        var stop = given.Count == 1 ? given.Integer(0, "stop", 0) : given.Integer(1, "stop", 0);
        var step = given.Integer(2, "step", 1);
        if (step == 0) throw new TemplateFaultException("a range cannot have the step 0");
        var count = step > 0 ? ((decimal)stop - start + step - 1) / step : ((decimal)start - stop - step - 1) / -(decimal)step;
        if (count >= Longest + 1) throw new TemplateFaultException($"a range may have {Longest:N0} numbers at most");
        var items = new object?[Math.Max(0, (int)count)];
        run.Charge(items.Length);
        for (var i = 0; i < items.Length; i++) items[i] = start + i * step;
        return items;
    }
}
