using System.Globalization;
using System.Text;
using Racklight.Templates.Values;

namespace Racklight.Templates.Filters;

/// <summary>JSON as Jinja's <c>tojson</c> writes it: keys in order, plain ASCII, and nothing in it that ends an HTML attribute. Also right as a value in YAML.</summary>
internal static class JsonFilter
{
    public static object? Apply(object? value, TemplateArguments arguments)
    {
        arguments.Only("indent");
        var indent = arguments.TryGet(0, "indent", out var given) && given is not null ? (int)Math.Clamp(arguments.Integer(0, "indent", 0), 0, 16) : -1;
        var text = new StringBuilder();
        Write(text, value, indent, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int indent, int depth)
    {
        if (text.Length > 1 << 20) throw new TemplateFaultException("this value is too long");
        if (depth > 40) throw new TemplateFaultException("this value is nested too deep");
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool truth: text.Append(truth ? "true" : "false"); break;
            case long number: text.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: text.Append(Value.Real(number)); break;
            case string inner: Quoted(text, inner); break;
            case IReadOnlyList<object?> list: Many(text, '[', ']', list, indent, depth, (t, item) => Write(t, item, indent, depth + 1)); break;
            case IReadOnlyDictionary<string, object?> mapping:
                var entries = mapping.OrderBy(static entry => entry.Key, Comparer<string>.Create(Value.CompareText)).ToList();
                Many(text, '{', '}', entries, indent, depth, (t, entry) =>
                {
                    Quoted(t, entry.Key);
                    t.Append(": ");
                    Write(t, entry.Value, indent, depth + 1);
                });
                break;
            default: throw new TemplateFaultException($"{Value.Kind(value)} cannot be written as JSON");
        }
    }

    private static void Many<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, int indent, int depth, Action<StringBuilder, T> write)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(indent < 0 ? ", " : ",");
            if (indent >= 0) text.Append('\n').Append(' ', indent * (depth + 1));
            write(text, items[i]);
        }
        if (indent >= 0 && items.Count > 0) text.Append('\n').Append(' ', indent * depth);
        text.Append(close);
    }

    private static void Quoted(StringBuilder text, string inner)
    {
        text.Append('"');
        foreach (var c in inner)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '<' or '>' or '&' or '\'' or < ' ' or > '~': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }
}
