using System.Collections;
using System.Globalization;
using System.Text;

namespace Racklight.Templates.Values;

/// <summary>
/// What values mean, as Python has it. A value is null, a bool, a long, a double, a string, a list, a mapping with text keys,
/// or an <see cref="ITemplateLookup"/>.
/// </summary>
internal static class Value
{
    public static string Kind(object? value) => value switch
    {
        null => "none",
        bool => "a truth value",
        long or double => "a number",
        string => "text",
        IReadOnlyList<object?> => "a list",
        IReadOnlyDictionary<string, object?> => "a mapping",
        Undefined => "undefined",
        _ => "an object",
    };

    /// <summary>Brings what a program hands in to the kinds that the engine knows.</summary>
    public static object? Of(object? value) => value switch
    {
        null or bool or long or double or string or Undefined or ITemplateLookup or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> => value,
        int number => (long)number,
        IEnumerable<string> list => (object?[])[.. list],
        IEnumerable list and not IDictionary => (object?[])[.. list.Cast<object?>().Select(Of)],
        _ => throw new TemplateFaultException($"a value of the type {value.GetType().Name} cannot be used in templates"),
    };

    public static bool Truth(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        IReadOnlyDictionary<string, object?> mapping => mapping.Count > 0,
        Undefined { Quiet: true } => false,
        Undefined undefined => throw undefined.Error,
        _ => true,
    };

    public static bool IsNumber(object? value) => value is long or double or bool;

    public static double Real(object? value) => value switch { long number => number, bool truth => truth ? 1 : 0, _ => (double)value! };

    /// <summary>The whole number of a long or bool.</summary>
    public static bool TryWhole(object? value, out long number)
    {
        number = value is bool truth ? (truth ? 1 : 0) : value is long whole ? whole : 0;
        return value is bool or long;
    }

    public static bool Same(object? a, object? b)
    {
        if (a is Undefined ua) throw ua.Error;
        if (b is Undefined ub) throw ub.Error;
        if (IsNumber(a) && IsNumber(b)) return TryWhole(a, out var x) && TryWhole(b, out var y) ? x == y : Real(a).Equals(Real(b));
        return (a, b) switch
        {
            (null, null) => true,
            (string s, string t) => s == t,
            (IReadOnlyList<object?> s, IReadOnlyList<object?> t) => s.Count == t.Count && s.Zip(t).All(static pair => Same(pair.First, pair.Second)),
            (IReadOnlyDictionary<string, object?> s, IReadOnlyDictionary<string, object?> t) => s.Count == t.Count && s.All(entry => t.TryGetValue(entry.Key, out var other) && Same(entry.Value, other)),
            _ => ReferenceEquals(a, b),
        };
    }

    /// <summary>Orders two values of one kind.</summary>
    /// <exception cref="TemplateFaultException">They have no order.</exception>
    public static int Compare(object? a, object? b)
    {
        if (a is Undefined ua) throw ua.Error;
        if (b is Undefined ub) throw ub.Error;
        if (IsNumber(a) && IsNumber(b)) return TryWhole(a, out var x) && TryWhole(b, out var y) ? x.CompareTo(y) : Real(a).CompareTo(Real(b));
        if (a is string s && b is string t) return CompareText(s, t);
        if (a is IReadOnlyList<object?> list && b is IReadOnlyList<object?> other)
        {
            for (var i = 0; i < list.Count && i < other.Count; i++)
            {
                if (!Same(list[i], other[i])) return Compare(list[i], other[i]);
            }
            return list.Count.CompareTo(other.Count);
        }
        throw new TemplateFaultException($"{Kind(a)} and {Kind(b)} have no order", "convert one of them with | int or | string");
    }

    /// <summary>By code points: UTF-16 units of an emoji sort before U+E000, the emoji itself behind it.</summary>
    public static int CompareText(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] == b[i]) continue;
            var (x, y) = (char.IsSurrogate(a[i]), char.IsSurrogate(b[i]));
            return x != y ? (x ? 1 : -1) : a[i].CompareTo(b[i]);
        }
        return a.Length.CompareTo(b.Length);
    }

    /// <summary>The items that a loop goes over: of a list, a mapping's keys, a text's characters.</summary>
    public static IReadOnlyList<object?> Items(object? value) => value switch
    {
        IReadOnlyList<object?> list => list,
        IReadOnlyDictionary<string, object?> mapping => [.. mapping.Keys],
        string text => [.. Characters(text)],
        Undefined undefined => throw undefined.Error,
        _ => throw new TemplateFaultException($"{Kind(value)} cannot be gone through", "a list, a mapping or a text"),
    };

    public static IEnumerable<string> Characters(string text) => text.EnumerateRunes().Select(static rune => rune.ToString());

    public static long Length(object? value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        IReadOnlyList<object?> list => list.Count,
        IReadOnlyDictionary<string, object?> mapping => mapping.Count,
        Undefined undefined => throw undefined.Error,
        _ => throw new TemplateFaultException($"{Kind(value)} has no length"),
    };

    /// <summary>What is printed: Python's <c>str()</c>.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        Undefined { Quiet: true } => "",
        Undefined undefined => throw undefined.Error,
        null or bool or long or double => Repr(value),
        ITemplateLookup => throw new TemplateFaultException("this cannot be printed as a whole", "name one of its members"),
        _ => Repr(value),
    };

    /// <summary>How many values a value holds, lists that stand in it twice counted twice; stops counting at the limit.</summary>
    public static long Weight(object? value, long limit) => value switch
    {
        IReadOnlyList<object?> list => Weight(list, limit),
        IReadOnlyDictionary<string, object?> mapping => Weight(mapping.Values, limit),
        _ => 1,
    };

    private static long Weight(IEnumerable<object?> items, long limit)
    {
        long weight = 1;
        foreach (var item in items)
        {
            weight += Weight(item, limit - weight);
            if (weight >= limit) break;
        }
        return weight;
    }

    private static string Repr(object? value)
    {
        var text = new StringBuilder();
        Repr(text, value, 0);
        return text.ToString();
    }

    private static void Repr(StringBuilder text, object? value, int depth)
    {
        if (text.Length > 1 << 20) throw new TemplateFaultException("this value is too long to be printed");
        if (depth > 40) throw new TemplateFaultException("this value is nested too deep to be printed");
        switch (value)
        {
            case null: text.Append("None"); break;
            case bool truth: text.Append(truth ? "True" : "False"); break;
            case long number: text.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: text.Append(Real(number)); break;
            case string inner: Quoted(text, inner); break;
            case Undefined undefined: throw undefined.Error;
            case IReadOnlyList<object?> list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Repr(text, list[i], depth + 1);
                }
                text.Append(']');
                break;
            case IReadOnlyDictionary<string, object?> mapping:
                text.Append('{');
                var first = true;
                foreach (var (key, item) in mapping)
                {
                    if (!first) text.Append(", ");
                    first = false;
                    Quoted(text, key);
                    text.Append(": ");
                    Repr(text, item, depth + 1);
                }
                text.Append('}');
                break;
            default: throw new TemplateFaultException("this cannot be printed as a whole", "name one of its members");
        }
    }

    /// <summary>A floating point number as Python prints it: the shortest digits that mean it, an exponent from 16 digits on.</summary>
    public static string Real(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var negative = shortest[0] == '-';
        if (negative) shortest = shortest[1..];
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        point -= zeros;
        if (digits.Length == 0) return negative ? "-0.0" : "0.0";
        string text;
        if (point is > -4 and <= 16)
        {
            text = point <= 0 ? "0." + new string('0', -point) + digits
                : point >= digits.Length ? digits + new string('0', point - digits.Length) + ".0"
                : digits[..point] + "." + digits[point..];
        }
        else
        {
            var power = point - 1;
            text = string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}");
        }
        return negative ? "-" + text : text;
    }

    private static void Quoted(StringBuilder text, string inner)
    {
        var quote = inner.Contains('\'', StringComparison.Ordinal) && !inner.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (var c in inner)
        {
            if (c == quote || c == '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c == '\r') text.Append("\\r");
            else if (c == '\t') text.Append("\\t");
            else if (c < ' ' || c is >= '\x7f' and <= '\xa0' or '\xad') text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else text.Append(c);
        }
        text.Append(quote);
    }
}
