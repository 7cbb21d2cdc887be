using System.Text;

namespace Racklight.Menus.Recipes;

/// <summary>A text with <c>{name}</c>s in it. Parsed once; filling it in is bounded in depth and length, since values are templates too.</summary>
internal sealed class Template
{
    /// <summary>The longest text that a template may become: more than any command line or URL may have.</summary>
    public const int LongestResult = 4096;

    private readonly List<Part> _parts = [];

    private Template(string text) => Text = text;

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>The names in it.</summary>
    public IEnumerable<string> Names => _parts.Where(static part => part.IsName).Select(static part => part.Text);

    /// <summary>The names in it that must have a value.</summary>
    public IEnumerable<string> Needed => _parts.Where(static part => part is { IsName: true, IsOptional: false }).Select(static part => part.Text);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong with it, to follow it: "has a { without …"; null when it is right.</param>
    public static Template Parse(string text, out string? fault)
    {
        var template = new Template(text);
        var literal = new StringBuilder();
        fault = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                fault ??= "has a `}` that ends nothing: write `}}` for a brace";
            }
            else if (c != '{')
            {
                literal.Append(c);
            }
            else
            {
                var end = text.IndexOf('}', i);
                var name = end < 0 ? "" : text[(i + 1)..end];
                var optional = name.EndsWith('?');
                if (optional) name = name[..^1];
                if (!IsName(name))
                {
                    fault ??= "has a `{` that begins no `{name}`: write `{{` for a brace";
                    break;
                }
                if (literal.Length > 0) template._parts.Add(new Part(literal.ToString(), false, false));
                literal.Clear();
                template._parts.Add(new Part(name, true, optional));
                i = end;
            }
        }
        if (literal.Length > 0) template._parts.Add(new Part(literal.ToString(), false, false));
        return template;
    }

    /// <summary>Reads a template that was checked before.</summary>
    public static Template Parse(string text) => Parse(text, out _);

    /// <summary>The text with every name filled in; null when a needed name has no value.</summary>
    public string? Fill(Func<string, string?> valueOf)
    {
        var result = new StringBuilder();
        foreach (var part in _parts)
        {
            var value = part.IsName ? valueOf(part.Text) : part.Text;
            if (string.IsNullOrEmpty(value))
            {
                if (part.IsOptional) continue;
                return null;
            }
            if (result.Length + value.Length > LongestResult) throw new ProblemException($"`{(Text.Length <= 60 ? Text : Text[..57] + "...")}` becomes longer than {LongestResult:N0} characters", "shorten the values in it");
            result.Append(value);
        }
        return result.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsName(string name)
        => name.Length is > 0 and <= 40 && char.IsAsciiLetterLower(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private readonly record struct Part(string Text, bool IsName, bool IsOptional);
}
