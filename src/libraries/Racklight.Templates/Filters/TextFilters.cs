using System.Text;
using Racklight.Templates.Values;

namespace Racklight.Templates.Filters;

/// <summary>Filters on text; other values are printed first, as Jinja does.</summary>
internal static class TextFilters
{
    public static object? Upper(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Text(value).ToUpperInvariant();
    }

    public static object? Lower(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Text(value).ToLowerInvariant();
    }

    public static object? Capitalize(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        var text = Value.Text(value);
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();
    }

    public static object? Trim(object? value, TemplateArguments arguments)
    {
        arguments.Only("chars");
        var text = Value.Text(value);
        return arguments.TryGet(0, "chars", out var chars) && chars is not null ? text.Trim(arguments.Text(0, "chars").ToCharArray()) : text.Trim();
    }

    public static object? Replace(object? value, TemplateArguments arguments)
    {
        arguments.Only("old", "new", "count");
        var (text, old, replacement) = (Value.Text(value), arguments.Text(0, "old"), arguments.Text(1, "new"));
        if (old.Length == 0) throw new TemplateFaultException("an empty text cannot be replaced");
        var count = arguments.TryGet(2, "count", out var given) && given is not null ? arguments.Integer(2, "count", -1) : -1;
        var result = new StringBuilder();
        var at = 0;
        for (var found = text.IndexOf(old, StringComparison.Ordinal); found >= 0 && count != 0; found = text.IndexOf(old, at, StringComparison.Ordinal), count--)
        {
            result.Append(text, at, found - at).Append(replacement);
            at = found + old.Length;
            if (result.Length > arguments.Run.Limits.Output) throw new TemplateFaultException($"it would make a text of more than {arguments.Run.Limits.Output:N0} characters");
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    public static object? Indent(object? value, TemplateArguments arguments)
    {
        arguments.Only("width", "first", "blank");
        var width = arguments.TryGet(0, "width", out var given) && given is string own ? own : new string(' ', (int)Math.Clamp(arguments.Integer(0, "width", 4), 0, 1000));
        var (first, blank) = (arguments.Truth(1, "first", false), arguments.Truth(2, "blank", false));
        var lines = (value as string ?? throw new TemplateFaultException($"{Value.Kind(value)} has no lines", "convert it with | string")).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if ((long)lines.Length * width.Length > arguments.Run.Limits.Output) throw new TemplateFaultException($"it would make a text of more than {arguments.Run.Limits.Output:N0} characters");
        for (var i = 1; i < lines.Length; i++)
        {
            if (blank || lines[i].Length > 0) lines[i] = width + lines[i];
        }
        if (first) lines[0] = width + lines[0];
        return string.Join('\n', lines);
    }

    /// <summary>For XML and HTML.</summary>
    public static object? Escape(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Text(value).Replace("&", "&amp;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);
    }

    /// <summary>For a POSIX shell, as Python's shlex.quote writes it.</summary>
    public static object? Quote(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        var text = Value.Text(value);
        if (text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '@' or '%' or '+' or '=' or ':' or ',' or '.' or '/' or '-')) return text;
        return "'" + text.Replace("'", "'\"'\"'", StringComparison.Ordinal) + "'";
    }

    public static object? Base64(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(Value.Text(value)));
    }
}
