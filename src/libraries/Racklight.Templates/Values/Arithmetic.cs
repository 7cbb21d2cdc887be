namespace Racklight.Templates.Values;

/// <summary>Python's operators on numbers, texts and lists. Whole numbers have 64 bits; what does not fit is an error.</summary>
internal static class Arithmetic
{
    public static object? Apply(string op, object? a, object? b, TemplateLimits limits)
    {
        if (a is Undefined ua) throw ua.Error;
        if (b is Undefined ub) throw ub.Error;
        if (Value.IsNumber(a) && Value.IsNumber(b)) return Numbers(op, a, b);
        switch (op)
        {
            case "+" when a is string s && b is string t: return Bounded(s.Length + (long)t.Length, limits) ? s + t : null;
            case "+" when a is IReadOnlyList<object?> s && b is IReadOnlyList<object?> t: return Bounded(s.Count + (long)t.Count, limits) ? (object?[])[.. s, .. t] : null;
            case "*" when Value.TryWhole(b, out var times) && a is string or IReadOnlyList<object?>: return Repeat(a, times, limits);
            case "*" when Value.TryWhole(a, out var times) && b is string or IReadOnlyList<object?>: return Repeat(b, times, limits);
        }
        var hint = op == "+" && (a is string || b is string) ? "join them with ~" : op == "%" && a is string ? "join the parts with ~" : "convert with | int or | string";
        throw new TemplateFaultException($"`{op}` does not work on {Value.Kind(a)} and {Value.Kind(b)}", hint);
    }

    private static object? Repeat(object? value, long times, TemplateLimits limits)
    {
        times = Math.Max(0, times);
        if (value is string text)
        {
            if (text.Length == 0) return "";
            Bounded(times > limits.Output ? long.MaxValue : text.Length * times, limits);
            return string.Concat(Enumerable.Repeat(text, (int)times));
        }
        var list = (IReadOnlyList<object?>)value!;
        if (list.Count == 0) return list;
        Bounded(times > limits.Output ? long.MaxValue : list.Count * times, limits);
        return (object?[])[.. Enumerable.Repeat(list, (int)times).SelectMany(static items => items)];
    }

    private static bool Bounded(long length, TemplateLimits limits)
        => length <= limits.Output ? true : throw new TemplateFaultException($"this would make a value of more than {limits.Output:N0} characters or items");

    private static object Numbers(string op, object? a, object? b)
    {
        try
        {
            if (op != "/" && Value.TryWhole(a, out var x) && Value.TryWhole(b, out var y))
            {
                switch (op)
                {
                    case "+": return checked(x + y);
                    case "-": return checked(x - y);
                    case "*": return checked(x * y);
                    case "//" or "%" when y == 0: throw new TemplateFaultException("division by zero");
                    case "//": return y == -1 ? checked(-x) : x / y - (x % y != 0 && x % y < 0 != y < 0 ? 1 : 0);
                    case "%": return y is 1 or -1 ? 0L : x % y is var rest && rest != 0 && rest < 0 != y < 0 ? rest + y : x % y;
                    case "**" when y >= 0: return Power(x, y);
                }
            }
        }
        catch (OverflowException)
        {
            throw new TemplateFaultException($"the result of `{op}` does not fit into 64 bits");
        }
        var (left, right) = (Value.Real(a), Value.Real(b));
        if (right == 0 && (op is "/" or "//" or "%")) throw new TemplateFaultException("division by zero");
        if (op == "**" && left == 0 && right < 0) throw new TemplateFaultException("division by zero");
        var result = op switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => Floored(left, right),
            "%" => Rest(left, right),
            _ => Math.Pow(left, right),
        };
        return double.IsFinite(result) || !double.IsFinite(left) || !double.IsFinite(right) ? result : throw new TemplateFaultException($"the result of `{op}` is no number");
    }

    // With the divisor's sign, and exact where dividing first would round.
    private static double Rest(double a, double b)
    {
        var rest = a % b;
        return rest == 0 ? Math.CopySign(0, b) : rest < 0 != b < 0 ? rest + b : rest;
    }

    private static double Floored(double a, double b)
    {
        var quotient = (a - Rest(a, b)) / b;
        var floor = Math.Floor(quotient);
        return quotient == 0 ? Math.CopySign(0, a / b) : quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static long Power(long number, long exponent)
    {
        long result = 1;
        if (number is 0 or 1) return exponent == 0 ? 1 : number;
        if (number == -1) return exponent % 2 == 0 ? 1 : -1;
        if (exponent > 64) throw new OverflowException();
        for (var i = 0; i < exponent; i++) result = checked(result * number);
        return result;
    }
}
