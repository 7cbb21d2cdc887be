using Racklight.Templates.Running;

namespace Racklight.Templates.Reading;

/// <summary>Makes statements of tokens.</summary>
internal sealed class TemplateParser
{
    private static readonly string[] Foreign = ["extends", "block", "macro", "call", "filter", "import", "from", "with", "do", "autoescape", "break", "continue", "trans", "debug"];
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private int _depth;

    public TemplateParser(TemplateUnit unit, TemplateEnvironment environment)
    {
        _tokens = new TokenStream(unit, Lexer.Read(unit, environment.Options));
        _expressions = new ExpressionParser(_tokens, environment);
        MaximumDepth = environment.Limits.Depth;
    }

    private int MaximumDepth { get; }

    public Block Parse()
    {
        var body = Body(null);
        return body;
    }

    /// <summary>Statements up to one of the words, whose tag is left begun: the word is the current token.</summary>
    private Block Body(Token? opener, params ReadOnlySpan<string> ends)
    {
        if (_depth++ > MaximumDepth) throw _tokens.Fault($"blocks are nested deeper than {MaximumDepth}");
        var place = _tokens.Place;
        var statements = new List<Statement>();
        while (true)
        {
            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new Literal(token.Text, _tokens.At(token)));
                    continue;
                case TokenKind.VariableBegin:
                    var expression = _expressions.Read();
                    _tokens.Take(TokenKind.VariableEnd, "`}}`");
                    statements.Add(new Output(expression, _tokens.At(token)));
                    continue;
                case TokenKind.BlockBegin:
                    var word = _tokens.Current;
                    if (word.Kind == TokenKind.Name && ends.Contains(word.Text))
                    {
                        _depth--;
                        return new Block(statements, place);
                    }
                    _tokens.Next();
                    statements.Add(Statement(word));
                    continue;
                default:
                    if (opener is not { } open)
                    {
                        _depth--;
                        return new Block(statements, place);
                    }
                    throw _tokens.Fault($"this `{open.Text}` is never closed", open, $"end it with {{% end{open.Text} %}}");
            }
        }
    }

    private Statement Statement(Token word) => (word.Kind == TokenKind.Name ? word.Text : "") switch
    {
        "if" => If(word),
        "for" => For(word),
        "set" => Set(word),
        "include" => Include(word),
        var text when text.StartsWith("end", StringComparison.Ordinal) || text is "else" or "elif" => throw _tokens.Fault($"`{text}` belongs to nothing that is open here", word),
        var text when Foreign.Contains(text) => throw _tokens.Fault($"`{text}` is not in this subset of Jinja", word, "there are if, for, set, include and raw"),
        _ => throw _tokens.Fault($"{word.Shown} is no statement", word, "there are if, for, set, include and raw"),
    };

    private If If(Token word)
    {
        var branches = new List<(Expression, Block)>();
        Block? otherwise = null;
        // As in Jinja, `a if b else c` needs parentheses here.
        var condition = _expressions.ReadWithoutCondition();
        _tokens.EndBlock();
        branches.Add((condition, Body(word, "elif", "else", "endif")));
        while (true)
        {
            var end = _tokens.Next();
            if (end.Text == "elif")
            {
                condition = _expressions.ReadWithoutCondition();
                _tokens.EndBlock();
                branches.Add((condition, Body(word, "elif", "else", "endif")));
                continue;
            }
            _tokens.EndBlock();
            if (end.Text == "endif") return new If(branches, otherwise, _tokens.At(word));
            otherwise = Body(word, "endif");
        }
    }

    private For For(Token word)
    {
        var names = new List<string> { _tokens.NewName() };
        while (_tokens.Skip(",")) names.Add(_tokens.NewName());
        _tokens.Take("in");
        var of = _expressions.ReadWithoutCondition();
        var filter = _tokens.Skip("if") ? _expressions.Read() : null;
        if (_tokens.Current.Is("recursive")) throw _tokens.Fault("`recursive` is not in this subset of Jinja");
        _tokens.EndBlock();
        var body = Body(word, "else", "endfor");
        Block? otherwise = null;
        if (_tokens.Next().Text == "else")
        {
            _tokens.EndBlock();
            otherwise = Body(word, "endfor");
            _tokens.Next();
        }
        _tokens.EndBlock();
        return new For(names, of, filter, body, otherwise, _tokens.At(word));
    }

    private Statement Set(Token word)
    {
        var name = _tokens.NewName();
        if (_tokens.Current.Is(".") || _tokens.Current.Is(",")) throw _tokens.Fault("one plain name is set at a time in this subset of Jinja");
        if (_tokens.Skip("="))
        {
            var of = _expressions.Read();
            _tokens.EndBlock();
            return new Set(name, of, _tokens.At(word));
        }
        _tokens.EndBlock();
        var body = Body(word, "endset");
        _tokens.Next();
        _tokens.EndBlock();
        return new SetBlock(name, body, _tokens.At(word));
    }

    private Include Include(Token word)
    {
        var of = _expressions.Read();
        var ignore = false;
        if (_tokens.Skip("ignore"))
        {
            _tokens.Take("missing");
            ignore = true;
        }
        if (_tokens.Current.Is("with") || _tokens.Current.Is("without")) throw _tokens.Fault("an included template always sees the names around it in this subset of Jinja");
        _tokens.EndBlock();
        return new Include(of, ignore, _tokens.At(word));
    }
}
