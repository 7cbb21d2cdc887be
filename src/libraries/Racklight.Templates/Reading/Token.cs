namespace Racklight.Templates.Reading;

internal enum TokenKind
{
    Data,
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    Text,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; for a text literal, with its escapes resolved.</param>
/// <param name="Offset">Where it begins.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset)
{
    public bool Is(string text) => Kind is TokenKind.Operator or TokenKind.Name && Text == text;

    /// <summary>The token as a message shows it.</summary>
    public string Shown => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.BlockEnd => "`%}`",
        TokenKind.VariableEnd => "`}}`",
        TokenKind.Text => "a text",
        _ => $"`{(Text.Length > 40 ? Text[..40] + "..." : Text)}`",
    };
}
