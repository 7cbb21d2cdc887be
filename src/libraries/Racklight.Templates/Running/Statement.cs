using Racklight.Templates.Values;

namespace Racklight.Templates.Running;

/// <summary>A part of a template that writes or decides.</summary>
internal abstract record Statement(TemplatePlace Place)
{
    public void Run(Run run)
    {
        try
        {
            run.Charge();
            Do(run);
        }
        catch (TemplateFaultException fault)
        {
            throw new TemplateException(fault.Message, Place, fault.Hint, fault);
        }
    }

    protected abstract void Do(Run run);
}

internal sealed record Block(IReadOnlyList<Statement> Statements, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run)
    {
        foreach (var statement in Statements) statement.Run(run);
    }
}

internal sealed record Literal(string Text, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run) => run.Write(Text, Place, literal: true);
}

internal sealed record Output(Expression Of, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run) => run.Write(Value.Text(Of.Evaluate(run)), Place, literal: false);
}

internal sealed record If(IReadOnlyList<(Expression Condition, Block Body)> Branches, Block? Else, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run)
    {
        foreach (var (condition, body) in Branches)
        {
            if (!condition.Truth(run)) continue;
            body.Run(run);
            return;
        }
        Else?.Run(run);
    }
}

internal sealed record For(IReadOnlyList<string> Names, Expression Of, Expression? Filter, Block Body, Block? Else, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run)
    {
        var items = Value.Items(Of.Defined(run));
        run.Charge(items.Count);
        if (Filter is not null) items = [.. items.Where(item => Passes(run, item))];
        var outer = run.Scope;
        for (var i = 0; i < items.Count; i++)
        {
            var scope = new Scope(outer);
            Bind(scope, items[i]);
            scope.Set("loop", new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["index"] = i + 1L,
                ["index0"] = (long)i,
                ["revindex"] = (long)(items.Count - i),
                ["revindex0"] = items.Count - i - 1L,
                ["first"] = i == 0,
                ["last"] = i == items.Count - 1,
                ["length"] = (long)items.Count,
            });
            run.Within(scope, () => Body.Run(run));
        }
        if (items.Count == 0 && Else is not null) run.Within(new Scope(outer), () => Else.Run(run));
    }

    private bool Passes(Run run, object? item)
    {
        var scope = new Scope(run.Scope);
        Bind(scope, item);
        var passes = false;
        run.Within(scope, () => passes = Filter!.Truth(run));
        return passes;
    }

    private void Bind(Scope scope, object? item)
    {
        if (Names.Count == 1)
        {
            scope.Set(Names[0], item);
            return;
        }
        var parts = Value.Items(item);
        if (parts.Count != Names.Count) throw new TemplateFaultException($"this loop takes {Names.Count} values at a time and got {parts.Count}", Names.Count == 2 ? "go through the pairs of a mapping with `| items`" : null);
        for (var i = 0; i < Names.Count; i++) scope.Set(Names[i], parts[i]);
    }
}

internal sealed record Set(string Name, Expression Of, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run) => run.Scope.Set(Name, Of.Evaluate(run));
}

/// <summary><c>{% set name %}text{% endset %}</c>.</summary>
internal sealed record SetBlock(string Name, Block Body, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run)
        => run.Scope.Set(Name, run.Capture(() => run.Within(new Scope(run.Scope), () => Body.Run(run))));
}

internal sealed record Include(Expression Of, bool IgnoreMissing, TemplatePlace Place) : Statement(Place)
{
    protected override void Do(Run run)
        => run.Include(Of.Defined(run) as string ?? throw new TemplateFaultException("a template is included by its name, a text"), IgnoreMissing);
}
