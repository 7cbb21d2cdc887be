using System.Globalization;
using Racklight.Templates.Filters;
using Racklight.Templates.Running;

namespace Racklight.Templates.Reading;

/// <summary>Makes expressions of tokens, with Jinja's precedence.</summary>
internal sealed class ExpressionParser(TokenStream tokens, TemplateEnvironment environment)
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];
    private int _depth;

    public Expression Read()
    {
        if (_depth++ > environment.Limits.Depth) throw TooDeep();
        var place = tokens.Place;
        var expression = Or();
        while (tokens.Skip("if"))
        {
            var condition = Or();
            var otherwise = tokens.Skip("else") ? Read() : null;
            expression = new Conditional(expression, condition, otherwise, place, Deeper(expression, condition, otherwise));
        }
        _depth--;
        return expression;
    }

    /// <summary>An expression without an <c>if</c> of its own: of a loop, or of a condition.</summary>
    public Expression ReadWithoutCondition() => Or();

    private Expression Or() => Chain(And, static token => token.Is("or"), (left, _, right, place) => new Either(false, left, right, place, Deeper(left, right)));

    private Expression And() => Chain(Not, static token => token.Is("and"), (left, _, right, place) => new Either(true, left, right, place, Deeper(left, right)));

    private Expression Not()
    {
        if (!tokens.Current.Is("not")) return Compare();
        var place = tokens.Place;
        tokens.Next();
        if (_depth++ > environment.Limits.Depth) throw TooDeep();
        var not = new Not(Not(), place);
        _depth--;
        return not;
    }

    private Expression Compare()
    {
        var place = tokens.Place;
        var first = Sum();
        var rest = new List<(string, Expression)>();
        while (true)
        {
            var token = tokens.Current;
            if (token.Kind == TokenKind.Operator && Comparisons.Contains(token.Text))
            {
                tokens.Next();
                rest.Add((token.Text, Sum()));
            }
            else if (tokens.Skip("in")) rest.Add(("in", Sum()));
            else if (token.Is("not"))
            {
                tokens.Next();
                tokens.Take("in");
                rest.Add(("not in", Sum()));
            }
            else break;
        }
        return rest.Count == 0 ? first : new Comparison(first, rest, place, Deeper([first, .. rest.Select(static r => r.Item2)]));
    }

    private Expression Sum() => Chain(Joined, static token => token.Is("+") || token.Is("-"), Binary);

    private Expression Joined() => Chain(Product, static token => token.Is("~"), Binary);

    private Expression Product() => Chain(Power, static token => token.Is("*") || token.Is("/") || token.Is("//") || token.Is("%"), Binary);

    private Expression Power() => Chain(() => Unary(filters: true), static token => token.Is("**"), Binary);

    private Binary Binary(Expression left, Token op, Expression right, TemplatePlace place) => new(op.Text, left, right, tokens.At(op), Deeper(left, right));

    private Expression Chain(Func<Expression> part, Func<Token, bool> joins, Func<Expression, Token, Expression, TemplatePlace, Expression> join)
    {
        var place = tokens.Place;
        var left = part();
        while (tokens.Current.Kind is TokenKind.Operator or TokenKind.Name && joins(tokens.Current))
        {
            var op = tokens.Next();
            left = join(left, op, part(), place);
        }
        return left;
    }

    private Expression Unary(bool filters)
    {
        if (_depth++ > environment.Limits.Depth) throw TooDeep();
        var place = tokens.Place;
        Expression expression;
        if (tokens.Skip("-")) expression = new Signed(true, Unary(filters: false), place);
        else if (tokens.Skip("+")) expression = new Signed(false, Unary(filters: false), place);
        else expression = Primary();
        expression = Postfix(expression);
        if (filters) expression = Filters(expression);
        _depth--;
        return expression;
    }

    private Expression Primary()
    {
        var token = tokens.Next();
        var place = tokens.At(token);
        switch (token.Kind)
        {
            case TokenKind.Text:
                var text = token.Text;
                while (tokens.Current.Kind == TokenKind.Text) text += tokens.Next().Text;
                return new Constant(text, place);
            case TokenKind.Integer: return new Constant(long.Parse(token.Text, CultureInfo.InvariantCulture), place);
            case TokenKind.Float: return new Constant(double.Parse(token.Text, CultureInfo.InvariantCulture), place);
            case TokenKind.Name when token.Text is "true" or "True": return new Constant(true, place);
            case TokenKind.Name when token.Text is "false" or "False": return new Constant(false, place);
            case TokenKind.Name when token.Text is "none" or "None": return new Constant(null, place);
            case TokenKind.Name when token.Text == "range" && tokens.Current.Is("("):
                var arguments = Arguments();
                return new RangeCall(arguments, place, arguments.Depth + 1);
            case TokenKind.Name when token.Text is not ("and" or "or" or "not" or "in" or "is" or "if" or "else"): return new Name(token.Text, place);
            case TokenKind.Operator when token.Text == "[": return List("]", place, []);
            case TokenKind.Operator when token.Text == "{": return Mapping(place);
            case TokenKind.Operator when token.Text == "(": return Parenthesis(place);
        }
        throw tokens.Fault($"{token.Shown} stands where a value is expected", token);
    }

    private Expression Parenthesis(TemplatePlace place)
    {
        if (tokens.Skip(")")) return new ListLiteral([], place, 1);
        var inner = Read();
        if (tokens.Skip(")")) return inner;
        tokens.Take(",");
        return List(")", place, [inner]);
    }

    private ListLiteral List(string end, TemplatePlace place, List<Expression> items)
    {
        while (!tokens.Skip(end))
        {
            items.Add(Read());
            if (tokens.Current.Is(end)) continue;
            tokens.Take(",");
        }
        return new ListLiteral(items, place, Deeper([.. items]));
    }

    private MappingLiteral Mapping(TemplatePlace place)
    {
        var entries = new List<(Expression, Expression)>();
        while (!tokens.Skip("}"))
        {
            var key = Read();
            tokens.Take(":");
            entries.Add((key, Read()));
            if (!tokens.Current.Is("}")) tokens.Take(",");
        }
        return new MappingLiteral(entries, place, Deeper([.. entries.SelectMany(static entry => new[] { entry.Item1, entry.Item2 })]));
    }

    private Expression Postfix(Expression expression)
    {
        while (true)
        {
            var place = tokens.Place;
            if (tokens.Skip("."))
            {
                var key = tokens.Next();
                expression = key.Kind switch
                {
                    TokenKind.Name => new Member(expression, new Constant(key.Text, tokens.At(key)), tokens.At(key), Deeper(expression)),
                    TokenKind.Integer => new Member(expression, new Constant(long.Parse(key.Text, CultureInfo.InvariantCulture), tokens.At(key)), tokens.At(key), Deeper(expression)),
                    _ => throw tokens.Fault($"{key.Shown} stands where a name is expected", key),
                };
            }
            else if (tokens.Skip("[")) expression = Subscript(expression, place);
            else if (tokens.Current.Is("("))
            {
                var hint = expression is Member { Key: Constant { Known: string method } } ? $"methods cannot be called here; there is the filter `| {method}`, perhaps" : null;
                throw tokens.Fault("only `range` can be called in this subset of Jinja", hint);
            }
            else return expression;
        }
    }

    private Expression Subscript(Expression of, TemplatePlace place)
    {
        Expression? from = tokens.Current.Is(":") ? null : Read();
        if (from is not null && tokens.Skip("]")) return new Member(of, from, place, Deeper(of, from));
        tokens.Take(":");
        Expression? to = tokens.Current.Is("]") ? null : Read();
        tokens.Take("]");
        return new Slice(of, from, to, place, Deeper(of, from, to));
    }

    private Expression Filters(Expression expression)
    {
        while (true)
        {
            if (tokens.Skip("|"))
            {
                var name = tokens.Take(TokenKind.Name, "a filter's name");
                if (!environment.Filters.TryGetValue(name.Text, out var filter) && !FilterTable.All.TryGetValue(name.Text, out filter))
                {
                    throw tokens.Fault($"there is no filter `{name.Text}`", name, Run.Nearest(name.Text, FilterTable.All.Keys.Concat(environment.Filters.Keys)) ?? "docs/answers.md lists them");
                }
                var arguments = tokens.Current.Is("(") ? Arguments() : Running.Arguments.None;
                expression = new Filtered(expression, name.Text, filter, arguments, tokens.At(name), Math.Max(Deeper(expression), arguments.Depth + 1));
            }
            else if (tokens.Skip("is")) expression = Test(expression);
            else return expression;
            if (tokens.Current.Is("(")) throw tokens.Fault("only `range` can be called in this subset of Jinja");
        }
    }

    private Tested Test(Expression of)
    {
        var negated = tokens.Skip("not");
        var name = tokens.Take(TokenKind.Name, "a test's name");
        if (!TestTable.Names.Contains(name.Text)) throw tokens.Fault($"there is no test `{name.Text}`", name, Run.Nearest(name.Text, TestTable.Names));
        var arguments = Running.Arguments.None;
        if (tokens.Current.Is("(")) arguments = Arguments();
        else if (tokens.Current.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float || tokens.Current.Is("[") || tokens.Current.Is("{")
            || (tokens.Current.Kind == TokenKind.Name && tokens.Current.Text is not ("else" or "or" or "and")))
        {
            arguments = new Arguments([Postfix(Primary())], []);
        }
        return new Tested(of, name.Text, negated, arguments, tokens.At(name), Math.Max(Deeper(of), arguments.Depth + 1));
    }

    private Arguments Arguments()
    {
        tokens.Take("(");
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        while (!tokens.Skip(")"))
        {
            var token = tokens.Current;
            var value = Read();
            if (value is Name name && tokens.Skip("="))
            {
                if (named.Exists(n => n.Item1 == name.Text)) throw tokens.Fault($"the argument `{name.Text}` is given twice", token);
                named.Add((name.Text, Read()));
            }
            else if (named.Count > 0) throw tokens.Fault("an argument without a name stands behind one with a name", token);
            else positional.Add(value);
            if (!tokens.Current.Is(")")) tokens.Take(",");
        }
        return new Arguments(positional, named);
    }

    private int Deeper(params ReadOnlySpan<Expression?> parts)
    {
        var depth = 0;
        foreach (var part in parts) depth = Math.Max(depth, part?.Depth ?? 0);
        // A row of operators nests as deep as it is long; each level costs stack when it is evaluated.
        return depth < environment.Limits.Depth * 8 ? depth + 1 : throw TooDeep();
    }

    private TemplateException TooDeep() => tokens.Fault("this expression is nested too deep", "set parts of it to names with {% set %}");
}
