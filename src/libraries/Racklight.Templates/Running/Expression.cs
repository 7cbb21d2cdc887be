using Racklight.Templates.Values;

namespace Racklight.Templates.Running;

/// <summary>A part of an expression.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Depth">How deep its parts are nested: bounded by the parser, since evaluating recurses.</param>
internal abstract record Expression(TemplatePlace Place, int Depth)
{
    /// <summary>Its value; may be <see cref="Undefined"/>.</summary>
    public object? Evaluate(Run run)
    {
        try
        {
            run.Charge();
            return Compute(run);
        }
        catch (TemplateFaultException fault)
        {
            throw new TemplateException(fault.Message, Place, fault.Hint, fault);
        }
    }

    /// <summary>Its value, which must be defined.</summary>
    public object? Defined(Run run) => Evaluate(run) is var value && value is Undefined undefined ? throw undefined.Error : value;

    /// <summary>Whether its value counts as true.</summary>
    public bool Truth(Run run) => Value.Truth(Evaluate(run));

    protected abstract object? Compute(Run run);
}

internal sealed record Constant(object? Known, TemplatePlace Place) : Expression(Place, 1)
{
    protected override object? Compute(Run run) => Known;
}

internal sealed record Name(string Text, TemplatePlace Place) : Expression(Place, 1)
{
    protected override object? Compute(Run run) => run.Find(Text, Place);
}

internal sealed record ListLiteral(IReadOnlyList<Expression> Items, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        object?[] list = [.. Items.Select(item => item.Defined(run))];
        run.Charge(Value.Weight(list, run.Limits.Steps));
        return list;
    }
}

internal sealed record MappingLiteral(IReadOnlyList<(Expression Key, Expression Value)> Entries, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var mapping = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries)
        {
            mapping[key.Defined(run) as string ?? throw new TemplateFaultException("a mapping's keys are texts")] = value.Defined(run);
        }
        run.Charge(Value.Weight(mapping, run.Limits.Steps));
        return mapping;
    }
}

internal sealed record Not(Expression Of, TemplatePlace Place) : Expression(Place, Of.Depth + 1)
{
    protected override object? Compute(Run run) => !Of.Truth(run);
}

internal sealed record Signed(bool Negative, Expression Of, TemplatePlace Place) : Expression(Place, Of.Depth + 1)
{
    protected override object? Compute(Run run) => Of.Defined(run) switch
    {
        var value when !Value.IsNumber(value) => throw new TemplateFaultException($"`{(Negative ? '-' : '+')}` does not work on {Value.Kind(value)}"),
        double number => Negative ? -number : number,
        var value when Value.TryWhole(value, out var whole) => Negative ? (whole == long.MinValue ? throw new TemplateFaultException("the result of `-` does not fit into 64 bits") : -whole) : whole,
        var value => value,
    };
}

/// <summary><c>and</c>, <c>or</c>: give the operand that decided, as Python does.</summary>
internal sealed record Either(bool And, Expression Left, Expression Right, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var left = Left.Evaluate(run);
        return Value.Truth(left) == And ? Right.Evaluate(run) : left;
    }
}

internal sealed record Conditional(Expression Then, Expression If, Expression? Else, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
        => If.Truth(run) ? Then.Evaluate(run)
            : Else is not null ? Else.Evaluate(run)
            : new Undefined("the condition is not met and there is no else", Place, "add `else ''`") { Quiet = true };
}

internal sealed record Binary(string Operator, Expression Left, Expression Right, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var (left, right) = (Left.Evaluate(run), Right.Evaluate(run));
        if (Operator == "~")
        {
            var (a, b) = (Value.Text(left), Value.Text(right));
            if (a.Length + b.Length > run.Limits.Output) throw new TemplateFaultException($"this would make a text of more than {run.Limits.Output:N0} characters");
            run.Charge((a.Length + b.Length) / 64);
            return a + b;
        }
        var result = Arithmetic.Apply(Operator, left, right, run.Limits);
        run.Charge(result is string text ? text.Length / 64 : Value.Weight(result, run.Limits.Steps));
        return result;
    }
}

/// <summary><c>a &lt; b &lt;= c</c>: all of them must hold.</summary>
internal sealed record Comparison(Expression First, IReadOnlyList<(string Operator, Expression Right)> Rest, TemplatePlace Place, int Depth) : Expression(Place, Depth)
{
    protected override object? Compute(Run run)
    {
        var left = First.Defined(run);
        foreach (var (op, expression) in Rest)
        {
            var right = expression.Defined(run);
            run.Charge(Value.Weight(left, run.Limits.Steps));
            if (!Holds(op, left, right)) return false;
            left = right;
        }
        return true;
    }

    internal static bool Holds(string op, object? left, object? right) => op switch
    {
        "==" => Value.Same(left, right),
        "!=" => !Value.Same(left, right),
        "in" => Contains(right, left),
        "not in" => !Contains(right, left),
        "<" => Value.Compare(left, right) < 0,
        "<=" => Value.Compare(left, right) <= 0,
        ">" => Value.Compare(left, right) > 0,
        _ => Value.Compare(left, right) >= 0,
    };

    private static bool Contains(object? holder, object? item) => holder switch
    {
        string text => text.Contains(item as string ?? throw new TemplateFaultException($"{Value.Kind(item)} cannot be in a text"), StringComparison.Ordinal),
        IReadOnlyDictionary<string, object?> mapping => item is IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> ? throw new TemplateFaultException($"{Value.Kind(item)} cannot be a key of a mapping") : item is string key && mapping.ContainsKey(key),
        IReadOnlyList<object?> list => list.Any(other => Value.Same(other, item)),
        _ => throw new TemplateFaultException($"nothing can be in {Value.Kind(holder)}"),
    };
}
