namespace Racklight.Templates;

/// <summary>A template's text, and the name that its faults are told by.</summary>
/// <param name="Name">Usually its path: <c>answers/ks.cfg</c>.</param>
/// <param name="Text">The template.</param>
public sealed record TemplateSource(string Name, string Text);

/// <summary>A place in a template; line and column count from 1, a column is a UTF-16 unit.</summary>
public readonly record struct TemplatePlace(string Name, int Line, int Column)
{
    /// <summary><c>answers/ks.cfg:3:7</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}:{Line}:{Column}");
}

/// <summary>Finds the templates that <c>{% include %}</c> names. Nothing else is ever read.</summary>
public interface ITemplateLoader
{
    /// <summary>The template of that name, or null when there is none.</summary>
    /// <exception cref="TemplateFaultException">The name may not be asked for (it leaves the directory); the message says why.</exception>
    TemplateSource? Find(string name);
}

/// <summary>A value whose members are looked up when a template asks for them, such as secrets.</summary>
public interface ITemplateLookup
{
    /// <summary>The member of that name; false when there is none.</summary>
    /// <exception cref="TemplateFaultException">It may not be asked for; the message says why.</exception>
    bool TryGet(string name, out object? value);

    /// <summary>What to try when there is no such member; null: nothing is known.</summary>
    string? HintFor(string name) => null;
}
