using System.CommandLine;
using System.Globalization;

namespace Racklight.Labs.Commands;

/// <summary>The arguments that several lab verbs have in common.</summary>
internal static class LabArguments
{
    public static Argument<string> Machine() => new("MACHINE") { Description = "A machine's name, or LAB/MACHINE when several labs have one of that name." };

    /// <summary>Reads <c>2G</c>, <c>512M</c> or plain MiB.</summary>
    /// <exception cref="ProblemException">Anything else.</exception>
    public static int MemoryMiB(string text)
    {
        var (digits, factor) = text.Length == 0 ? (text, 0) : text[^1] switch
        {
            'G' or 'g' => (text[..^1], 1024),
            'M' or 'm' => (text[..^1], 1),
            _ => (text, 1),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= (1 << 20) / Math.Max(factor, 1)
            ? number * factor
            : throw new ProblemException($"'{text}' is not an amount of RAM", "for instance 2G or 1536M");
    }
}
