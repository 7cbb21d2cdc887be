namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>An option as it stands in a script.</summary>
/// <param name="Word">Where.</param>
/// <param name="Syntax">Which; null: the command has none of that name.</param>
/// <param name="Value">Its value, or null.</param>
internal sealed record GivenOption(IpxeWord Word, OptionSyntax? Syntax, IpxeWord? Value);

/// <summary>
/// What a command is given. iPXE's getopt takes options up to the first word that does not start with '-', and never takes a word that
/// does as a value.
/// </summary>
internal sealed record CommandArguments(IReadOnlyList<GivenOption> Options, IReadOnlyList<IpxeWord> Operands)
{
    public static CommandArguments Read(IpxeCommand command)
    {
        var words = command.Words;
        var syntax = CommandSyntax.Of(command.Name);
        var options = new List<GivenOption>();
        var i = 1;
        while (i < words.Count && words[i].Text[0] == '-')
        {
            var word = words[i++];
            if (word.Text == "--") break;
            if (word.Text.StartsWith("--", StringComparison.Ordinal)) options.Add(Long(syntax, words, word, ref i));
            else Short(syntax, words, word, ref i, options);
        }
        return new(options, [.. words.Skip(i)]);
    }

    /// <summary>The value of an option, or null.</summary>
    public IpxeWord? Value(string option) => Options.FirstOrDefault(given => given.Syntax?.Name == option)?.Value;

    public bool Has(string option) => Options.Any(given => given.Syntax?.Name == option);

    private static GivenOption Long(CommandSyntax? syntax, IReadOnlyList<IpxeWord> words, IpxeWord word, ref int next)
    {
        var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word.Text[2..] : word.Text[2..equals];
        var option = syntax?.Options.FirstOrDefault(o => o.Name == name);
        if (equals >= 0) return new(word, option, new IpxeWord(word.Text[(equals + 1)..], word.Line, word.Column + equals + 1));
        return new(word, option, option?.Value == OptionValue.None ? null : Take(option, words, ref next));
    }

    private static void Short(CommandSyntax? syntax, IReadOnlyList<IpxeWord> words, IpxeWord word, ref int next, List<GivenOption> options)
    {
        if (word.Text.Length == 1) options.Add(new(word, null, null));
        for (var c = 1; c < word.Text.Length; c++)
        {
            var option = syntax?.Options.FirstOrDefault(o => o.Letter == word.Text[c]);
            if (option is null or { Value: OptionValue.None })
            {
                options.Add(new(word, option, null));
                if (option is null) return;
                continue;
            }
            IpxeWord? value = c + 1 < word.Text.Length ? new IpxeWord(word.Text[(c + 1)..], word.Line, word.Column + c + 1) : Take(option, words, ref next);
            options.Add(new(word, option, value));
            return;
        }
    }

    private static IpxeWord? Take(OptionSyntax? option, IReadOnlyList<IpxeWord> words, ref int next)
        => option is not null && next < words.Count && words[next].Text[0] != '-' ? words[next++] : null;
}
