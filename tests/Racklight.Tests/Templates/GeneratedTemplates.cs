using CsCheck;

namespace Racklight.Tests.Templates;

/// <summary>Random templates over the names of <see cref="Jinja.Values"/>; many of them are wrong, and must be wrong to both.</summary>
internal static class GeneratedTemplates
{
    private static readonly Gen<string> Atom = Words.Of(
        "name", "n", "zero", "negative", "real", "yes", "no", "nothing", "empty", "list", "numbers", "map", "nested", "nope", "map.a", "map.nope", "list[1]", "disks[0].size",
        "1", "2", "'x'", "'a b'", "[1, 2]", "['b', 'a']", "true", "none", "{'k': 1}", "1.5");

    private static readonly Gen<string> Operator = Words.Of("+", "-", "*", "//", "~", "==", "!=", "<", ">=", "and", "or", "in", "not in");

    private static readonly Gen<string> Filter = Words.Of(
        "upper", "lower", "length", "first", "last", "join('-')", "default('d')", "default(0, true)", "int", "string", "list", "sort", "unique | list", "tojson", "trim", "replace('a', 'b')",
        "map('string') | list", "select | list", "reject('none') | list", "reverse | list", "string | indent(2)", "capitalize", "float", "b64encode");

    private static readonly Gen<string> Test = Words.Of("defined", "not defined", "none", "string", "mapping", "iterable", "number", "integer", "odd", "not even", "true", "eq 1", "in [1, 'x']");

    private static readonly Gen<string> White = Words.Of("", " ", "\n", "  \n", "\n  ", "x", "y z\n", "\t", "# % {");

    private static readonly Gen<(string Open, string Close)> Block = Words.Of(("{%", "%}"), ("{%-", "%}"), ("{%", "-%}"), ("{%-", "-%}"), ("{%+", "%}"), ("{%", "+%}"));

    public static Gen<string> Any { get; } = Part(3).Array[1, 4].Select(string.Concat);

    private static Gen<string> Expression(int depth) => depth == 0 ? Atom : Gen.OneOf(
        Atom,
        Gen.Select(Expression(depth - 1), Operator, Expression(depth - 1), static (a, op, b) => $"{a} {op} {b}"),
        Gen.Select(Expression(depth - 1), Filter, static (a, f) => $"({a}) | {f}"),
        Gen.Select(Expression(depth - 1), Filter, static (a, f) => $"{a} | {f}"),
        Gen.Select(Expression(depth - 1), Test, static (a, t) => $"({a}) is {t}"),
        Gen.Select(Expression(depth - 1), Expression(depth - 1), Expression(depth - 1), static (a, b, c) => $"{a} if {b} else {c}"),
        Expression(depth - 1).Select(static a => $"not {a}"),
        Expression(depth - 1).Select(static a => $"({a})"),
        Expression(depth - 1).Select(static a => $"[{a}]"));

    private static Gen<string> Part(int depth)
    {
        var output = Gen.Select(White, Expression(2), White, static (a, e, b) => $"{a}{{{{ {e} }}}}{b}");
        if (depth == 0) return Gen.OneOf(output, White);
        return Gen.OneOf(
            output,
            White,
            Gen.Select(Block, Expression(1), Part(depth - 1), Block, Part(depth - 1), static (t, e, a, u, b) => $"{t.Open} if {e} {t.Close}{a}{u.Open} else {u.Close}{b}{t.Open} endif {u.Close}"),
            Gen.Select(Block, Expression(1), Part(depth - 1), Block, static (t, e, a, u) => $"{t.Open} for x in {e} {t.Close}{a}{{{{ x }}}}{{{{ loop.index }}}}{u.Open} endfor {u.Close}"),
            // A name of its own: where one name is set inside and after a loop, Jinja's compiler loses sight of the outer one.
            Gen.Select(Block, Expression(2), static (t, e) => $"{t.Open} set fresh = {e} {t.Close}{{{{ fresh }}}}"),
            Gen.Select(White, White, static (a, b) => $"{a}{{#- c #}}{b}{{# d -#}}"),
            Gen.Select(Block, White, Block, static (t, w, u) => $"{t.Open} raw -%}}{w}{{{{ x }}}}{u.Open} endraw {u.Close}"));
    }
}
