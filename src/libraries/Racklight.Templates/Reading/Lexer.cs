using System.Globalization;
using System.Text;

namespace Racklight.Templates.Reading;

/// <summary>Cuts a template into tokens, with Jinja's rules for white space around tags.</summary>
internal sealed class Lexer
{
    private static readonly string[] Operators =
    [
        "//", "**", "==", "!=", "<=", ">=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", "<", ">", "=", ".", ":", "|", ",",
    ];

    private readonly TemplateOptions _options;
    private readonly TemplateUnit _unit;
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;

    // The tag before ended a line: white space behind it stands at a line's beginning.
    private bool _lineStarting = true;

    private Lexer(TemplateUnit unit, TemplateOptions options) => (_unit, _text, _options) = (unit, unit.Text, options);

    /// <summary>All tokens of a template; the last is <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Read(TemplateUnit unit, TemplateOptions options)
    {
        var lexer = new Lexer(unit, options);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        var end = _text.Length;
        if (!_options.KeepTrailingNewline && _text.EndsWith('\n')) end--;
        while (_at < end)
        {
            var begin = NextTag(_at);
            if (begin < 0 || begin >= end)
            {
                Data(_at, end);
                _at = end;
                break;
            }
            var after = begin + 2;
            var sign = after < _text.Length && _text[after] is '-' or '+' ? _text[after++] : ' ';
            var kind = _text[begin + 1];
            Data(_at, Stripped(_at, begin, sign, kind == '{'));
            if (kind == '#') Comment(begin, after);
            else if (kind == '%' && RawBegin(after) is { } body) Raw(begin, body);
            else Tag(begin, after, kind == '{');
        }
        _tokens.Add(new Token(TokenKind.End, "", _text.Length));
    }

    private int NextTag(int from)
    {
        for (var i = _text.IndexOf('{', from); i >= 0 && i + 1 < _text.Length; i = _text.IndexOf('{', i + 1))
        {
            if (_text[i + 1] is '{' or '%' or '#') return i;
        }
        return -1;
    }

    private int Stripped(int from, int to, char sign, bool variable)
    {
        if (sign == '-')
        {
            while (to > from && char.IsWhiteSpace(_text[to - 1])) to--;
        }
        else if (sign != '+' && _options.LstripBlocks && !variable)
        {
            var start = to;
            while (start > from && _text[start - 1] != '\n') start--;
            if ((start > from || _lineStarting) && _text.AsSpan(start, to - start).IsWhiteSpace()) return start;
        }
        return to;
    }

    private void Data(int from, int to)
    {
        if (to > from) _tokens.Add(new Token(TokenKind.Data, _text[from..to], from));
    }

    private void Comment(int begin, int content)
    {
        var end = _text.IndexOf("#}", content, StringComparison.Ordinal);
        if (end < 0) throw _unit.Fault("this comment is never closed", begin, "end it with #}");
        var sign = end > content ? _text[end - 1] : ' ';
        _at = Ended(end + 2, sign, newline: _options.TrimBlocks);
    }

    private int? RawBegin(int after)
    {
        var at = SkipSpace(after);
        if (string.CompareOrdinal(_text, at, "raw", 0, 3) != 0) return null;
        at = SkipSpace(at + 3);
        var sign = at < _text.Length && _text[at] == '-' ? _text[at++] : ' ';
        if (string.CompareOrdinal(_text, at, "%}", 0, 2) != 0) return null;
        return Ended(at + 2, sign, newline: false);
    }

    private void Raw(int begin, int body)
    {
        for (var i = _text.IndexOf("{%", body, StringComparison.Ordinal); i >= 0; i = _text.IndexOf("{%", i + 2, StringComparison.Ordinal))
        {
            var at = i + 2;
            var sign = at < _text.Length && _text[at] is '-' or '+' ? _text[at++] : ' ';
            at = SkipSpace(at);
            if (string.CompareOrdinal(_text, at, "endraw", 0, 6) != 0) continue;
            at = SkipSpace(at + 6);
            var endSign = at < _text.Length && _text[at] is '-' or '+' ? _text[at++] : ' ';
            if (string.CompareOrdinal(_text, at, "%}", 0, 2) != 0) continue;
            Data(body, Stripped(body, i, sign, variable: false));
            _at = Ended(at + 2, endSign, newline: _options.TrimBlocks);
            return;
        }
        throw _unit.Fault("this raw block is never closed", begin, "end it with {% endraw %}");
    }

    private int Ended(int after, char sign, bool newline)
    {
        if (sign == '-') after = SkipSpace(after);
        else if (newline && sign != '+' && after < _text.Length && _text[after] == '\n') after++;
        _lineStarting = _text[after - 1] == '\n';
        return after;
    }

    private int SkipSpace(int at)
    {
        while (at < _text.Length && char.IsWhiteSpace(_text[at])) at++;
        return at;
    }

    private void Tag(int begin, int after, bool variable)
    {
        _tokens.Add(new Token(variable ? TokenKind.VariableBegin : TokenKind.BlockBegin, variable ? "{{" : "{%", begin));
        var close = variable ? "}}" : "%}";
        var open = new Stack<char>();
        _at = after;
        while (true)
        {
            _at = SkipSpace(_at);
            if (_at >= _text.Length) throw _unit.Fault($"this {(variable ? "expression" : "block")} is never closed", begin, $"end it with {close}");
            if (open.Count == 0 && IsEnd(close, variable, out var sign, out var at))
            {
                _tokens.Add(new Token(variable ? TokenKind.VariableEnd : TokenKind.BlockEnd, close, _at));
                _at = Ended(at, sign, newline: !variable && _options.TrimBlocks);
                return;
            }
            var c = _text[_at];
            if (c is '\'' or '"') Text(c);
            else if (char.IsAsciiDigit(c)) Number();
            else if (char.IsLetter(c) || c == '_') Name();
            else Operator(open);
        }
    }

    private bool IsEnd(string close, bool variable, out char sign, out int after)
    {
        sign = _text[_at] == '-' || (_text[_at] == '+' && !variable) ? _text[_at] : ' ';
        var at = sign == ' ' ? _at : _at + 1;
        after = at + 2;
        return string.CompareOrdinal(_text, at, close, 0, 2) == 0;
    }

    private void Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        _tokens.Add(new Token(TokenKind.Name, _text[start.._at], start));
    }

    private void Operator(Stack<char> open)
    {
        var found = Array.Find(Operators, op => string.CompareOrdinal(_text, _at, op, 0, op.Length) == 0)
            ?? throw _unit.Fault($"`{_text[_at]}` means nothing here", _at);
        if (found is "(" or "[" or "{") open.Push(found[0] switch { '(' => ')', '[' => ']', _ => '}' });
        else if (found is ")" or "]" or "}")
        {
            if (!open.TryPop(out var expected)) throw _unit.Fault($"`{found}` closes nothing", _at);
            if (expected != found[0]) throw _unit.Fault($"`{found}` stands where `{expected}` is expected", _at);
        }
        _tokens.Add(new Token(TokenKind.Operator, found, _at));
        _at += found.Length;
    }

    private void Number()
    {
        var start = _at;
        // After a dot a number is an index: in `a.0.1` there is no fraction.
        var index = _tokens[^1] is { Kind: TokenKind.Operator, Text: "." };
        if (_text[_at] == '0' && _at + 1 < _text.Length && _text[_at + 1] is 'x' or 'X' && !index)
        {
            _at += 2;
            while (_at < _text.Length && char.IsAsciiHexDigit(_text[_at])) _at++;
            Integer(start, _text[(start + 2).._at], NumberStyles.AllowHexSpecifier);
            return;
        }
        Digits();
        var real = false;
        if (!index && _at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            real = true;
            _at++;
            Digits();
        }
        if (!index && _at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var at = _at + 1;
            if (at < _text.Length && _text[at] is '+' or '-') at++;
            if (at < _text.Length && char.IsAsciiDigit(_text[at]))
            {
                real = true;
                _at = at;
                Digits();
            }
        }
        var digits = _text[start.._at].Replace("_", "", StringComparison.Ordinal);
        if (real) _tokens.Add(new Token(TokenKind.Float, digits, start));
        else Integer(start, digits, NumberStyles.None);
    }

    private void Digits()
    {
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || (_text[_at] == '_' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))) _at++;
    }

    private void Integer(int start, string digits, NumberStyles style)
    {
        if (!long.TryParse(digits, style, CultureInfo.InvariantCulture, out var value)) throw _unit.Fault("this number does not fit into 64 bits", start);
        _tokens.Add(new Token(TokenKind.Integer, value.ToString(CultureInfo.InvariantCulture), start));
    }

    private void Text(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length) throw _unit.Fault("this text is never closed", start, $"end it with {quote}");
            var c = _text[_at++];
            if (c == quote) break;
            if (c == '\\' && _at < _text.Length) Escape(text);
            else text.Append(c);
        }
        _tokens.Add(new Token(TokenKind.Text, text.ToString(), start));
    }

    private void Escape(StringBuilder text)
    {
        var c = _text[_at++];
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case '\\' or '\'' or '"': text.Append(c); break;
            case '\n': break;
            case 'x': Code(text, 2); break;
            case 'u': Code(text, 4); break;
            case 'N' or 'U' or (>= '0' and <= '7'): throw _unit.Fault($"the escape \\{c} is not in this subset", _at - 2, "\\xHH or \\uHHHH");
            default: text.Append('\\').Append(c); break;
        }
    }

    private void Code(StringBuilder text, int digits)
    {
        if (_at + digits > _text.Length || !ushort.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || char.IsSurrogate((char)code))
        {
            throw _unit.Fault("this escape is no character", _at - 2, "\\xHH or \\uHHHH");
        }
        text.Append((char)code);
        _at += digits;
    }
}
