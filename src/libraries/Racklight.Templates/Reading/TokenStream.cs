namespace Racklight.Templates.Reading;

/// <summary>Tokens, one after the other.</summary>
internal sealed class TokenStream(TemplateUnit unit, List<Token> tokens)
{
    private static readonly string[] Reserved = ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None", "loop"];
    private int _at;

    public Token Current => tokens[_at];

    public TemplatePlace Place => unit.At(Current.Offset);

    public TemplatePlace At(Token token) => unit.At(token.Offset);

    public Token Next()
    {
        var token = tokens[_at];
        if (_at < tokens.Count - 1) _at++;
        return token;
    }

    public bool Skip(string text)
    {
        if (!Current.Is(text)) return false;
        Next();
        return true;
    }

    public Token Take(TokenKind kind, string want) => Current.Kind == kind ? Next() : throw Fault($"{Current.Shown} stands where {want} is expected");

    public void Take(string text)
    {
        if (!Skip(text)) throw Fault($"{Current.Shown} stands where `{text}` is expected");
    }

    public void EndBlock() => Take(TokenKind.BlockEnd, "`%}`");

    /// <summary>A name that a template may give to a value.</summary>
    public string NewName()
    {
        var token = Take(TokenKind.Name, "a name");
        return Reserved.Contains(token.Text) ? throw Fault($"`{token.Text}` cannot be given to a value", token) : token.Text;
    }

    public TemplateException Fault(string reason, string? hint = null) => Fault(reason, Current, hint);

    public TemplateException Fault(string reason, Token token, string? hint = null) => unit.Fault(reason, token.Offset, hint);
}
