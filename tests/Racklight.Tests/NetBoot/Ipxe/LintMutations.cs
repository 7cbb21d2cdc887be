using Racklight.NetBoot.Ipxe.Lint;

namespace Racklight.Tests.NetBoot.Ipxe;

/// <summary>A way to break a script, and the rule that must notice.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Applies">Which lines it can be done to.</param>
/// <param name="Break">What it makes of one.</param>
internal sealed record LintMutation(IpxeRule Rule, Func<string, bool> Applies, Func<string, string> Break)
{
    /// <summary>At least one for each rule.</summary>
    public static IReadOnlyList<LintMutation> All { get; } =
    [
        new(IpxeRule.NotAScript, static line => line == "#!ipxe", static _ => "#! ipxe"),
        new(IpxeRule.ControlCharacter, Starts("echo "), static line => line + "\u001b[0m"),
        new(IpxeRule.DanglingGoto, static line => line.StartsWith("goto ", StringComparison.Ordinal) && !line.Contains("${", StringComparison.Ordinal), static line => line.Replace("goto ", "goto no-", StringComparison.Ordinal)),
        new(IpxeRule.DanglingGoto, static line => line.Contains(" || goto ", StringComparison.Ordinal), static line => line.Replace(" || goto ", " || goto no-", StringComparison.Ordinal)),
        new(IpxeRule.GuardedDanglingGoto, static line => line.Contains("&& goto ", StringComparison.Ordinal) && line.EndsWith("||", StringComparison.Ordinal), static line => line.Replace("goto ", "goto no-", StringComparison.Ordinal)),
        new(IpxeRule.UnreachableEntry, static line => Starts("item ")(line) && !line.Contains("--gap", StringComparison.Ordinal), static line => line.Replace(LabelOf(line), " no-" + LabelOf(line).TrimStart(), StringComparison.Ordinal)),
        new(IpxeRule.DuplicateLabel, Starts(":"), static line => line + "\n" + line),
        new(IpxeRule.UnnamedInitrd, static line => Starts("initrd --name")(line) && line.Split(' ').Length == 7, static line => string.Join(' ', line.Split(' ').Where(static (_, i) => i is not (1 or 2)))),
        new(IpxeRule.InitrdMismatch, static line => Starts("kernel ")(line) && line.Contains(" initrd=", StringComparison.Ordinal), static line => line.Replace(" initrd=", " initrd=x", StringComparison.Ordinal)),
        new(IpxeRule.InitrdMismatch, Starts("initrd --name initrd"), static line => line.Replace("--name ", "--name x", StringComparison.Ordinal)),
        new(IpxeRule.UnknownCommand, Starts("echo "), static line => "md5sum " + line),
        new(IpxeRule.UnknownCommand, Starts("goto "), static line => line.Replace("goto", "gogo", StringComparison.Ordinal)),
        new(IpxeRule.UnknownOption, Starts("chain "), static line => line.Replace("--autofree", "--autoclean", StringComparison.Ordinal)),
        new(IpxeRule.UnknownOption, Starts("choose "), static line => line.Replace("choose ", "choose --retimeout 1000 ", StringComparison.Ordinal)),
        new(IpxeRule.WrongArguments, static line => Starts("goto ")(line), static line => line + " now"),
        new(IpxeRule.WrongArguments, Starts("iseq ${platform} pcbios ||"), static line => line.Replace("pcbios", "PC BIOS", StringComparison.Ordinal)),
        new(IpxeRule.NotANumber, static line => line.Contains("--timeout ", StringComparison.Ordinal), static line => line.Replace("--timeout ", "--timeout soon", StringComparison.Ordinal)),
        new(IpxeRule.NotANumber, Starts("sleep "), static line => line.Replace("sleep ", "sleep 0x", StringComparison.Ordinal).Replace("0x1", "1s", StringComparison.Ordinal).Replace("0x3", "3s", StringComparison.Ordinal)),
        new(IpxeRule.UnsafeToken, Starts("echo "), static line => line + " # more"),
        new(IpxeRule.UnsafeToken, static line => Starts("kernel ")(line), static line => line.Replace(" || ", " quiet||goto ", StringComparison.Ordinal)),
        new(IpxeRule.UnsafeToken, Starts("set rl-doing "), static line => line + " ${mac"),
        new(IpxeRule.ExpandedWords, static line => Starts("goto ")(line) && !line.Contains("${", StringComparison.Ordinal), static line => "set there two words\ngoto ${there}"),
        new(IpxeRule.Unreachable, Starts("echo "), static line => "exit 1\n" + line),
        new(IpxeRule.UnguardedFetch, static line => Starts("initrd ")(line) || Starts("chain ")(line) || Starts("kernel ")(line), static line => line[..line.IndexOf(" ||", StringComparison.Ordinal)]),
        new(IpxeRule.UnguardedChoose, Starts("choose "), static line => line[..line.IndexOf(" ||", StringComparison.Ordinal)]),
        new(IpxeRule.UnguardedCondition, static line => Starts("iseq ")(line) && line.EndsWith(" ||", StringComparison.Ordinal), static line => line[..^3]),
        new(IpxeRule.ItemWithoutMenu, Starts("menu Racklight"), static _ => "echo no menu"),
        new(IpxeRule.RunsOffEnd, static line => line == "exit 1", static _ => "echo end"),
        new(IpxeRule.ReencodedQuery, static line => Starts("chain ")(line) && line.Contains("stage=2", StringComparison.Ordinal), static line => line.Replace("stage=2", "stage=%32", StringComparison.Ordinal)),
        new(IpxeRule.UnsetVariable, static line => line.StartsWith("echo ", StringComparison.Ordinal), static line => line + " ${rl-nobody}"),
    ];

    private static string LabelOf(string item)
    {
        var words = item.Split(' ');
        return " " + words[words[1] == "--key" ? 3 : 1];
    }

    private static Func<string, bool> Starts(string with) => line => line.StartsWith(with, StringComparison.Ordinal);
}
