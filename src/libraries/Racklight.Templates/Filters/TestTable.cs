using Racklight.Templates.Running;
using Racklight.Templates.Values;

namespace Racklight.Templates.Filters;

/// <summary>What can stand behind <c>is</c>.</summary>
internal static class TestTable
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "defined", "undefined", "none", "string", "mapping", "iterable", "sequence", "number", "integer", "float", "boolean", "true", "false",
        "odd", "even", "divisibleby", "in", "eq", "equalto", "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge",
    ];

    public static bool Holds(string test, object? value, TemplateArguments arguments)
    {
        var compares = test is "divisibleby" or "in" or "eq" or "equalto" or "ne" or "lt" or "lessthan" or "le" or "gt" or "greaterthan" or "ge";
        if (arguments.Count != (compares ? 1 : 0)) throw new TemplateFaultException($"the test `{test}` takes {(compares ? "one argument" : "no argument")}");
        switch (test)
        {
            case "defined": return value is not Undefined;
            case "undefined": return value is Undefined;
            // Jinja looks at the object alone here: what is undefined is neither of these, and no error.
            case "none": return value is null;
            case "string": return value is string;
            case "mapping": return value is IReadOnlyDictionary<string, object?>;
            case "number": return Value.IsNumber(value);
            case "integer": return value is long;
            case "float": return value is double;
            case "boolean": return value is bool;
            case "true": return value is true;
            case "false": return value is false;
        }
        if (value is Undefined undefined) throw undefined.Error;
        switch (test)
        {
            case "iterable" or "sequence": return value is string or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?>;
            case "odd": return Arithmetic.Apply("%", value, 2L, arguments.Run.Limits) is 1L or 1.0;
            case "even": return Arithmetic.Apply("%", value, 2L, arguments.Run.Limits) is 0L or 0.0;
            case "divisibleby": return Arithmetic.Apply("%", value, arguments.Positional[0], arguments.Run.Limits) is 0L or 0.0;
        }
        arguments.Run.Charge(Value.Weight(value, arguments.Run.Limits.Steps));
        var op = test switch { "eq" or "equalto" => "==", "ne" => "!=", "lt" or "lessthan" => "<", "le" => "<=", "gt" or "greaterthan" => ">", "ge" => ">=", _ => "in" };
        return Comparison.Holds(op, value, arguments.Positional[0]);
    }
}
