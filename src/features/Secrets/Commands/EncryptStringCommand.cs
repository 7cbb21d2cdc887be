using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Vault.Inline;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret encrypt-string</c>.</summary>
internal static class EncryptStringCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var strings = new Argument<string[]>("string") { Description = "What to encrypt; every user of this machine can read it in the process list meanwhile", Arity = ArgumentArity.ZeroOrMore };
        var names = new Option<string[]>("--name", "-n") { Description = "The variable's name (repeatable: one for each string)", HelpName = "NAME" };
        var stdinName = new Option<string>("--stdin-name") { Description = "Read the value from standard input, and give it this name", HelpName = "NAME" };
        var prompt = new Option<bool>("--prompt", "-p") { Description = "Ask for the value" };
        var output = VaultIo.Output();
        var command = vault.AddTo(new Command("encrypt-string", "Encrypt a value, to be pasted into a YAML file.") { strings, names, stdinName, prompt, output })
            .WithExamples("racklight secret encrypt-string --stdin-name api_token < token.txt", "racklight secret encrypt-string --prompt --name db_password");
        command.Aliases.Add("encrypt_string");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = parsed.GetValue(strings)!;
            var fromInput = parsed.GetValue(stdinName) is not null || given.Contains("-") || (given.Length == 0 && !parsed.GetValue(prompt));
            if (fromInput && parsed.GetValue(prompt)) throw new ProblemException("--prompt and standard input exclude each other");
            if (fromInput && !Console.IsInputRedirected) Console.Error.WriteLine("Reading the value from standard input; end it with Ctrl-D.");
            var values = Named([.. given.Where(static text => text != "-")], parsed.GetValue(names) ?? []);
            if (values.Count > 0) Print.Problems([new Problem("a value on the command line is seen by every user of this machine in the process list, and kept in the shell's history") { Severity = Severity.Warning, Hint = "--stdin-name NAME, or --prompt" }]);
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Encrypt, cancellationToken);
            if (parsed.GetValue(prompt)) values.Insert(0, ((parsed.GetValue(names) ?? []).FirstOrDefault(), Encoding.UTF8.GetBytes(Typed())));
            if (fromInput) values.Insert(0, (parsed.GetValue(stdinName), VaultIo.Read("-")));
            if (values.Exists(static value => value.Text.Length == 0)) throw new ProblemException("the value is empty, and was not encrypted");
            var blocks = values.Select(value => (value.Name is null ? "" : YamlValueText.Of(value.Name) + ": ") + InlineText.Block(SecretProblems.In("secret encrypt-string", () => keyring.Seal(value.Text))) + "\n");
            VaultIo.Write("-", parsed.GetValue(output), Encoding.UTF8.GetBytes(string.Concat(blocks)));
            VaultIo.Say("Encryption successful");
            return ExitCodes.Done;
        });
        return command;
    }

    private static List<(string? Name, byte[] Text)> Named(string[] strings, string[] names)
        => [.. strings.Select((text, i) => (i < names.Length ? names[i] : null, Encoding.UTF8.GetBytes(text)))];

    private static string Typed()
    {
        if (Console.IsInputRedirected) throw new ProblemException("--prompt: standard input is no terminal", "--stdin-name NAME reads it from there");
        Console.Error.Write("String to encrypt (hidden): ");
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (key.KeyChar >= ' ') text.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return text.ToString();
    }
}
