using System.Globalization;
using Racklight.Templates.Values;

namespace Racklight.Templates.Filters;

/// <summary>Filters that turn one kind of value into another.</summary>
internal static class ValueFilters
{
    public static object? Default(object? value, TemplateArguments arguments)
    {
        arguments.Only("default_value", "boolean");
        var missing = value is Undefined || (arguments.Truth(1, "boolean", false) && !Value.Truth(value));
        return !missing ? value : arguments.TryGet(0, "default_value", out var given) ? given : "";
    }

    public static object? Text(object? value, TemplateArguments arguments)
    {
        arguments.Only();
        return Value.Text(value);
    }

    public static object? Integer(object? value, TemplateArguments arguments)
    {
        arguments.Only("default", "base");
        var missing = arguments.TryGet(0, "default", out var given) ? given : 0L;
        var radix = arguments.Integer(1, "base", 10);
        switch (value)
        {
            case bool or long: return Value.TryWhole(value, out var whole) ? whole : missing;
            case double number: return Truncated(number, missing);
            case string text:
                if (Whole(text, radix) is { } read) return read;
                return RealOf(text) is { } real ? Truncated(real, missing) : missing;
            default: return missing;
        }
    }

    public static object? Real(object? value, TemplateArguments arguments)
    {
        arguments.Only("default");
        var missing = arguments.TryGet(0, "default", out var given) ? given : 0.0;
        return value switch
        {
            bool or long or double => Value.Real(value),
            string text => RealOf(text) ?? missing,
            _ => missing,
        };
    }

    private static object? Truncated(double number, object? missing)
        => double.IsNaN(number) || double.IsInfinity(number) ? missing : Math.Abs(number) < 9.2e18 ? (long)number : throw new TemplateFaultException("the number does not fit into 64 bits");

    private static long? Whole(string text, long radix)
    {
        var digits = Plain(text);
        if (digits is null) return null;
        var negative = digits[0] == '-';
        if (digits[0] is '-' or '+') digits = digits[1..];
        if (digits.Length > 1 && digits[0] == '0' && (radix, char.ToLowerInvariant(digits[1])) is (16, 'x') or (8, 'o') or (2, 'b')) digits = digits[2..];
        if (digits.Length is 0 or > 70) return null;
        Int128 value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= radix) return null;
            value = value * (int)radix + digit;
            if (value > (Int128)long.MaxValue + 1) throw new TemplateFaultException("the number does not fit into 64 bits");
        }
        if (negative) value = -value;
        return value <= long.MaxValue ? (long)value : throw new TemplateFaultException("the number does not fit into 64 bits");
    }

    private static double? RealOf(string text)
    {
        var digits = Plain(text);
        if (digits is null || !digits.Any(char.IsAsciiDigit) || digits.Any(static c => !char.IsAsciiDigit(c) && c is not ('.' or 'e' or 'E' or '+' or '-'))) return null;
        return double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    // Python allows one underscore between digits, and blanks around.
    private static string? Plain(string text)
    {
        text = text.Trim();
        if (text.Length == 0) return null;
        for (var i = text.IndexOf('_', StringComparison.Ordinal); i >= 0; i = text.IndexOf('_', i + 1))
        {
            if (i == 0 || i == text.Length - 1 || !char.IsAsciiLetterOrDigit(text[i - 1]) || !char.IsAsciiLetterOrDigit(text[i + 1])) return null;
        }
        return text.Replace("_", "", StringComparison.Ordinal);
    }
}
