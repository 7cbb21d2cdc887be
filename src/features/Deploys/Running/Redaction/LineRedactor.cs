using System.Text;

namespace Racklight.Deploys.Running.Redaction;

/// <summary>A line of a program's output.</summary>
/// <param name="At">When it came.</param>
/// <param name="Text">What it says.</param>
internal readonly record struct OutputLine(DateTimeOffset At, string Text);

/// <summary>
/// Hides secrets in a stream of lines, also where one goes over line ends: a line whose end may be the beginning of a secret is held back until
/// the next lines tell. One redactor a stream.
/// </summary>
internal sealed class LineRedactor(SecretAutomaton automaton)
{
    // A secret is at most a few hundred characters: what is held back that long is no secret but a stream of blank lines.
    private const int MostHeld = 200;

    // Two characters give nothing away, and with some hundred secrets nearly every letter is the beginning of one.
    private const int Harmless = 2;

    private readonly List<Held> _held = [];
    private int _state = SecretAutomaton.Start;
    private long _position;

    /// <summary>Takes a line; gives those that are certain now.</summary>
    public IReadOnlyList<OutputLine> Add(OutputLine line)
    {
        if (automaton.IsEmpty) return [line with { Text = Clean(line.Text) }];
        var held = new Held(line, _position, LineCore.Columns(line.Text, trimmed: true));
        _held.Add(held);
        MarkWithin(held);
        foreach (var column in held.Columns)
        {
            _state = automaton.Next(_state, line.Text[column]);
            _position++;
            var length = automaton.Found(_state, out var name);
            if (length > 0) MarkAcross(_position - length, _position, name);
        }
        if (_held.Count > MostHeld) return Flush();
        return Release(_position - automaton.Depth(_state));
    }

    /// <summary>True while a line is held back that <see cref="Ease"/> would give.</summary>
    public bool IsWaiting => _held.Count > 0 && automaton.Depth(_state) <= Harmless;

    /// <summary>
    /// Gives what is held back for one or two characters: the stream has been silent, and the last line before a step hangs is the one that people want to
    /// see. Should it have been the beginning of a secret after all, the rest of it is hidden.
    /// </summary>
    public IReadOnlyList<OutputLine> Ease() => IsWaiting ? Release(_position) : [];

    /// <summary>Gives what is still held back: the stream has ended.</summary>
    public IReadOnlyList<OutputLine> Flush()
    {
        _state = SecretAutomaton.Start;
        return Release(_position);
    }

    /// <summary>Hides secrets in a whole text.</summary>
    public static string Hide(SecretAutomaton automaton, string text)
    {
        var redactor = new LineRedactor(automaton);
        var lines = text.Split('\n').SelectMany(line => redactor.Add(new OutputLine(default, line))).ToList();
        lines.AddRange(redactor.Flush());
        return string.Join('\n', lines.Select(line => line.Text));
    }

    private List<OutputLine> Release(long certain)
    {
        var free = _held.TakeWhile(held => held.End <= certain).ToList();
        _held.RemoveRange(0, free.Count);
        return [.. free.Select(held => new OutputLine(held.Line.At, held.Hidden()))];
    }

    /// <summary>The line as it stands, quotes and all: a secret may begin or end with what separates lines of a list.</summary>
    private void MarkWithin(Held held)
    {
        var columns = LineCore.Columns(held.Line.Text, trimmed: false);
        var state = SecretAutomaton.Start;
        for (var i = 0; i < columns.Count; i++)
        {
            state = automaton.Next(state, held.Line.Text[columns[i]]);
            var length = automaton.Found(state, out var name);
            if (length > 0) held.Mark(columns[i - length + 1], columns[i] + 1, name);
        }
    }

    private void MarkAcross(long start, long end, string name)
    {
        foreach (var held in _held)
        {
            var (from, to) = (Math.Max(start, held.Start), Math.Min(end, held.End));
            if (from < to) held.Mark(held.Columns[(int)(from - held.Start)], held.Columns[(int)(to - held.Start) - 1] + 1, name);
        }
    }

    /// <summary>A program's output must not move the reader's cursor or repaint the terminal.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(static c => char.IsControl(c) && c != '\t')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text) clean.Append(char.IsControl(c) && c != '\t' ? '\ufffd' : c);
        return clean.ToString();
    }

    private sealed class Held(OutputLine line, long start, List<int> columns)
    {
        private readonly List<(int From, int To, string Name)> _marks = [];

        public OutputLine Line { get; } = line;

        public List<int> Columns { get; } = columns;

        public long Start { get; } = start;

        public long End { get; } = start + columns.Count;

        public void Mark(int from, int to, string name) => _marks.Add((from, to, name));

        public string Hidden()
        {
            if (_marks.Count == 0) return Clean(Line.Text);
            var text = new StringBuilder();
            var at = 0;
            foreach (var (from, to, name) in _marks.OrderBy(mark => mark.From).ThenByDescending(mark => mark.To))
            {
                // What overlaps, or touches as the pieces of one long value do, is hidden once.
                if (at == 0 || from > at) text.Append(Line.Text, at, from - at).Append("[hidden ").Append(name).Append(']');
                at = Math.Max(at, to);
            }
            return Clean(text.Append(Line.Text, at, Line.Text.Length - at).ToString());
        }
    }
}
