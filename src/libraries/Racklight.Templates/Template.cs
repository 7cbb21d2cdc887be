using Racklight.Templates.Reading;
using Racklight.Templates.Running;
using Racklight.Templates.Values;

namespace Racklight.Templates;

/// <summary>A template in our subset of Jinja (docs/answers.md): strict about names, bounded in work, blind to everything that is not handed to it.</summary>
public sealed class Template
{
    private readonly TemplateEnvironment _environment;

    private Template(TemplateUnit unit, Block body, TemplateEnvironment environment) => (Name, Body, _environment) = (unit.Name, body, environment);

    /// <summary>The name of its source.</summary>
    public string Name { get; }

    internal Block Body { get; }

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It is no template, uses what this subset does not have, or is too long or nested too deep.</exception>
    public static Template Parse(TemplateSource source, TemplateEnvironment? environment = null)
    {
        environment ??= new TemplateEnvironment();
        if (source.Text.Length > environment.Limits.Source) throw new TemplateException($"the template is longer than {environment.Limits.Source:N0} characters", new TemplatePlace(source.Name, 1, 1));
        var unit = new TemplateUnit(source);
        return new Template(unit, new TemplateParser(unit, environment).Parse(), environment);
    }

    /// <summary>Renders it.</summary>
    /// <param name="values">The names that it knows. A value is null, a bool, int, long, double or string, a list, a mapping with text keys, or an <see cref="ITemplateLookup"/>.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="TemplateException">Something in it is undefined or does not work, or a limit was reached.</exception>
    public RenderedTemplate Render(IReadOnlyDictionary<string, object?> values, CancellationToken cancellationToken = default)
    {
        var scope = new Scope(null);
        foreach (var (name, value) in values) scope.Set(name, Value.Of(value));
        var run = new Run(_environment, new Scope(scope), cancellationToken);
        Body.Run(run);
        return run.Result();
    }
}
