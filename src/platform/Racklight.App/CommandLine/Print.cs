using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.App.CommandLine;

/// <summary>Prints results on standard output and everything else on standard error, so that a pipe only ever carries the result.</summary>
public static class Print
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The terminal on standard error: progress and messages.</summary>
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Prints a result in the format that was asked for.</summary>
    public static void Result<T>(OutputFormat format, T value, JsonTypeInfo<T> type, Func<T, IRenderable> table)
    {
        switch (format)
        {
            case OutputFormat.Json:
                Console.Out.WriteLine(Json(value, type));
                break;
            case OutputFormat.Yaml:
                Console.Out.Write(YamlText.From(JsonSerializer.SerializeToElement(value, type)));
                break;
            default:
                Write(table(value));
                break;
        }
    }

    private static void Write(IRenderable table)
    {
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }).Write(table);
            return;
        }
        // In a pipe or a file a line has no width: a row that wrapped would be two for grep and awk. Nor is it filled up with blanks.
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 10_000;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n')) Console.Out.WriteLine(line.TrimEnd());
    }

    /// <summary>Indented JSON, characters beyond ASCII as they are.</summary>
    public static string Json<T>(T value, JsonTypeInfo<T> type)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented)) JsonSerializer.Serialize(writer, value, type);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A table in the house's look: no frame, one header line.</summary>
    public static Table Table(params ReadOnlySpan<string> headers)
    {
        var table = new Table().Border(TableBorder.None).Collapse();
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header.ToUpperInvariant(), new Style(Color.Grey))) { Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    /// <summary>Prints problems on standard error: the level in colour, the offending line, the hint.</summary>
    public static void Problems(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            if (!Error.Profile.Capabilities.Ansi)
            {
                Console.Error.WriteLine(problem);
                continue;
            }
            var text = Markup.Escape(problem.ToString());
            var (word, colour) = problem.Severity == Severity.Error ? ("error: ", "red") : ("warning: ", "yellow");
            var at = text.IndexOf(word, StringComparison.Ordinal);
            Error.MarkupLine($"{text[..at]}[bold {colour}]{word}[/]{text[(at + word.Length)..]}");
        }
    }
}
