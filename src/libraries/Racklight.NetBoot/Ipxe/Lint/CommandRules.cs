using System.Globalization;

namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Commands that the client does not have, and arguments that they do not take.</summary>
internal static class CommandRules
{
    public static IEnumerable<IpxeFinding> Check(ScriptModel model) => model.Commands.Where(static command => command.Words.Count > 0 && !command.First.IsExpanded).SelectMany(command => Check(command, model.Capabilities));

    private static IEnumerable<IpxeFinding> Check(IpxeCommand command, IpxeCapabilities capabilities)
    {
        if (!capabilities.Knows(command.Name))
        {
            // Whoever puts '||' behind a command that only some builds have, asks whether it is there.
            if (!command.IsGuarded || !IpxeCommands.IsKnownAnywhere(command.Name))
                yield return IpxeFinding.At(command.First, IpxeRule.UnknownCommand, Unknown(command, capabilities), "leave it out, or put '||' behind it");
            yield break;
        }
        if (CommandSyntax.Of(command.Name) is not { } syntax) yield break;
        foreach (var option in command.Arguments.Options)
        {
            if (Option(command, option, capabilities) is { } finding) yield return finding;
        }
        var count = command.Operands.Count;
        if (count < syntax.Fewest || count > syntax.Most)
        {
            var wanted = syntax.Most == int.MaxValue ? $"{syntax.Fewest} or more" : syntax.Fewest == syntax.Most ? $"{syntax.Fewest}" : $"{syntax.Fewest} to {syntax.Most}";
            yield return IpxeFinding.At(command.First, IpxeRule.WrongArguments, $"{command.Name} takes {wanted} arguments, not {count}: it fails; a variable stays one argument whatever is in it", "count the words, and put '--' before a first argument that starts with '-'");
        }
        if (command.Name == "sleep" && command.Operands is [var seconds, ..] && IsBadNumber(seconds)) yield return NotANumber(seconds, "sleep");
        if (CommandKinds.IsFetch(command) && !capabilities.Has(IpxeFeature.KeepsUriEncoding) && command.Words.FirstOrDefault(EncodedQuery) is { Text: not null } query)
            yield return IpxeFinding.At(query, IpxeRule.ReencodedQuery, $"{capabilities} decodes percent-encodings in a query and sends something else", "use plain words, or a variable printed as ':hexraw'");
    }

    private static string Unknown(IpxeCommand command, IpxeCapabilities capabilities) => IpxeCommands.IsKnownAnywhere(command.Name)
        ? $"{capabilities} is not known to have the command '{command.Name}', and a command that is not there ends the script"
        : $"there is no command '{IpxeFinding.Shorten(command.Name)}', which ends the script";

    private static IpxeFinding? Option(IpxeCommand command, GivenOption given, IpxeCapabilities capabilities)
    {
        if (given.Word.IsExpanded && given.Syntax is null) return null;
        if (given.Syntax is not { } option)
            return IpxeFinding.At(given.Word, IpxeRule.UnknownOption, $"{command.Name} has no option {IpxeFinding.Shorten(given.Word.Text)}: it fails", "leave it out, or put '--' before text that starts with '-'");
        if (option.Since > capabilities.SourceDate)
            return IpxeFinding.At(given.Word, IpxeRule.UnknownOption, $"{command.Name} has --{option.Name} only since {option.Since.ToString("MMMM yyyy", CultureInfo.InvariantCulture)}, and {capabilities} is older: it fails", "leave it out for this client");
        if (option.Value != OptionValue.None && given.Value is null)
            return IpxeFinding.At(given.Word, IpxeRule.WrongArguments, $"--{option.Name} needs a value, and what follows is none: {command.Name} fails", $"--{option.Name}=VALUE where the value starts with '-'");
        if (option.Value == OptionValue.None && given.Value is not null)
            return IpxeFinding.At(given.Word, IpxeRule.WrongArguments, $"--{option.Name} takes no value: {command.Name} fails", $"--{option.Name} alone");
        if (given.Value is not { } value) return null;
        return (option.Value == OptionValue.Number || (option.Value == OptionValue.Key && value.Text.Length != 1)) && IsBadNumber(value) ? NotANumber(value, "--" + option.Name) : null;
    }

    private static IpxeFinding NotANumber(IpxeWord word, string what) => IpxeFinding.At(word, IpxeRule.NotANumber, $"'{IpxeFinding.Shorten(word.Text)}' is not a number, which {what} needs: the command fails", "a plain number: milliseconds for a time-out, seconds for sleep");

    /// <summary>iPXE reads numbers with strtoul: decimal, 0x… or octal.</summary>
    private static bool IsBadNumber(IpxeWord word)
    {
        if (word.Text.Contains("${", StringComparison.Ordinal)) return false;
        var text = word.Text;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? text.Length < 3 || !text.AsSpan(2).ContainsOnlyHex()
            : text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9');
    }

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c)) return false;
        }
        return true;
    }

    private static bool EncodedQuery(IpxeWord word)
    {
        var query = word.Text.Contains("://", StringComparison.Ordinal) ? word.Text.IndexOf('?', StringComparison.Ordinal) : -1;
        return query >= 0 && word.Text.IndexOf('%', query) >= 0;
    }
}
