using System.Text;

namespace Racklight.Nodes.Adding;

/// <summary>A cell with the place where it begins.</summary>
internal sealed record CsvCell(string Text, DraftPlace Place);

/// <summary>
/// Reads comma-separated values (RFC 4180; also with semicolons or tabs, as spreadsheets of other languages write them). Empty lines and lines that
/// begin with <c>#</c> are passed over.
/// </summary>
internal sealed class CsvTable
{
    private const int MostRows = 20_001;
    private const int MostCells = 64;
    private const int LongestCell = 4096;

    private readonly string _text;
    private readonly char _separator;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private CsvTable(string text, char separator) => (_text, _separator) = (text, separator);

    /// <summary>The rows. The fault, when there is one, ends the reading.</summary>
    public static (IReadOnlyList<IReadOnlyList<CsvCell>> Rows, (DraftPlace Place, string Message)? Fault) Read(string text)
    {
        var first = text.Split('\n').FirstOrDefault(static line => line.Trim().Length > 0 && line[0] != '#') ?? "";
        var table = new CsvTable(text, ",;\t".OrderByDescending(separator => first.Count(c => c == separator)).First());
        var rows = new List<IReadOnlyList<CsvCell>>();
        while (table._at < text.Length)
        {
            if (table.IsPassedOver())
            {
                table.EndLine();
                continue;
            }
            var row = new List<CsvCell>();
            if (table.Row(row) is { } fault) return (rows, fault);
            rows.Add(row);
            if (rows.Count > MostRows) return (rows, (new DraftPlace(table._line, 1), $"more than {MostRows - 1:N0} rows"));
        }
        return (rows, null);
    }

    private DraftPlace Place => new(_line, _at - _lineStart + 1);

    private bool IsPassedOver()
    {
        if (_text[_at] == '#') return true;
        var end = _text.IndexOf('\n', _at);
        return _text.AsSpan(_at, (end < 0 ? _text.Length : end) - _at).Trim(" \r").IsEmpty;
    }

    private void EndLine()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end + 1;
        _line++;
        _lineStart = _at;
    }

    private (DraftPlace, string)? Row(List<CsvCell> row)
    {
        while (true)
        {
            while (_at < _text.Length && _text[_at] == ' ') _at++;
            var place = Place;
            var cell = new StringBuilder();
            if (_at < _text.Length && _text[_at] == '"')
            {
                if (!Quoted(cell)) return (place, "the quote that begins here never ends");
            }
            while (_at < _text.Length && _text[_at] != _separator && _text[_at] != '\n') cell.Append(_text[_at++]);
            if (cell.Length > LongestCell) return (place, $"this cell has more than {LongestCell:N0} characters");
            row.Add(new CsvCell(cell.ToString().Trim(' ', '\r'), place));
            if (row.Count > MostCells) return (place, $"more than {MostCells} cells in a row");
            if (_at < _text.Length && _text[_at] == _separator)
            {
                _at++;
                continue;
            }
            EndLine();
            return null;
        }
    }

    private bool Quoted(StringBuilder cell)
    {
        _at++;
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '\n')
            {
                _line++;
                _lineStart = _at;
            }
            if (c != '"') cell.Append(c);
            else if (_at < _text.Length && _text[_at] == '"') cell.Append(_text[_at++]);
            else return true;
        }
        return false;
    }
}
