namespace Racklight.App.Security;

/// <summary>Reads a password from the terminal without showing it, or the first line of standard input. Never from an argument: those are world-readable in /proc.</summary>
internal static class PasswordPrompt
{
    /// <summary>Reads it; on a terminal twice.</summary>
    /// <exception cref="ProblemException">The two differ, or standard input is empty.</exception>
    public static string Read()
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine() ?? throw new ProblemException("no password came on standard input", "type it at the prompt, or pipe it in");
        var first = Ask("Password: ");
        return Ask("Again: ") == first ? first : throw new ProblemException("the two passwords differ", "try again");
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var text = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (key.KeyChar >= ' ') text.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return text.ToString();
    }
}
