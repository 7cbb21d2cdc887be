using System.Text;
using CsCheck;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;

namespace Racklight.Tests.NetBoot.Ipxe;

public sealed class IpxeLintTests
{
    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Fact]
    public void Every_seeded_fault_is_found_in_every_script()
    {
        var tried = new HashSet<LintMutation>();
        foreach (var (name, script) in ReadyScripts.All)
        {
            var lines = script.Split('\n');
            foreach (var mutation in LintMutation.All)
            {
                // The fall off the end is seen at the last line only, and a line that is not run cannot fail.
                foreach (var i in Enumerable.Range(0, lines.Length).Where(i => mutation.Applies(lines[i]) && (mutation.Rule != IpxeRule.RunsOffEnd || i == lines.Length - 2)))
                {
                    var mutant = string.Join('\n', [.. lines[..i], mutation.Break(lines[i]), .. lines[(i + 1)..]]);
                    IpxeLint.Check(mutant).ShouldContain(finding => finding.Rule == mutation.Rule && finding.Line >= i && finding.Line <= lines.Length + 1, $"{name}, line {i + 1}, {mutation.Rule}:\n{mutant}");
                    tried.Add(mutation);
                }
            }
        }
        LintMutation.All.Where(mutation => !tried.Contains(mutation)).Select(static mutation => mutation.Rule).ShouldBeEmpty();
        LintMutation.All.Select(static mutation => mutation.Rule).Distinct().Count().ShouldBe(Enum.GetValues<IpxeRule>().Length);
    }

    [Fact]
    public void Any_text_is_checked_without_failing() => Words("#!ipxe\n", ":a\n", "goto a\n", "goto ${", "}", "menu", "item a b\n", "choose a", " ", "\n", "\\\n", "\\", "\r\n", "||", "&&", ";", "#", "kernel", "initrd", "--name", "-n", "--", "-", "--timeout", "initrd=", "=", "boot\n", "\0", "é", "item --gap", "set a b c", "isset", "chain --replace http://a?%41\n")
        .Array[0, 40].Sample(static parts => IpxeLint.Check(string.Concat(parts)).All(static finding => finding.Line >= 1 && finding.Column >= 1));

    [Theory]
    [InlineData("a ", 500_000)]
    [InlineData("\\\n", 500_000)]
    [InlineData("a \\\n", 250_000)]
    [InlineData(":a\n", 350_000)]
    [InlineData("goto ${a}\n", 100_000)]
    [InlineData("goto a ||\n", 100_000)]
    [InlineData("${", 500_000)]
    [InlineData("${a}", 250_000)]
    [InlineData("|| ", 350_000)]
    [InlineData("isset a && ", 90_000)]
    [InlineData("menu\nitem a\nchoose b\n", 50_000)]
    [InlineData("item a\nchoose b || goto b\n", 40_000)]
    [InlineData("initrd a\nkernel b initrd=c\nboot\n", 30_000)]
    [InlineData("kernel b initrd=c\ninitrd --name d e\n", 30_000)]
    [InlineData("set a b\ngoto ${a}\n:b\n", 50_000)]
    [InlineData("--a ", 250_000)]
    [InlineData("chain --name ", 80_000)]
    [InlineData("-nnnnnnnn", 100_000)]
    public async Task A_megabyte_of_anything_is_checked_in_seconds(string part, int times)
    {
        var script = "#!ipxe\nmenu x\n" + new StringBuilder().Insert(0, part, times);
        // Ten times what it takes; a quadratic rule takes minutes.
        await Task.Run(() => IpxeLint.Check(script)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("set a b#\ngoto ${a}\n:b#\n", 30_000)]
    [InlineData("item a#\nchoose --keep b#\ngoto ${b#} ||\n", 20_000)]
    [InlineData("goto a# ||\n:b#\n", 40_000)]
    public async Task Many_different_names_are_checked_in_seconds(string part, int times)
    {
        var script = new StringBuilder("#!ipxe\nmenu x\n");
        for (var i = 0; i < times; i++) script.Append(part.Replace("#", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        await Task.Run(() => IpxeLint.Check(script.ToString())).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_finding_names_its_place()
    {
        var finding = IpxeLint.Check("#!ipxe\necho a\n  isset ${ip} || goto nowhere\nexit\n").Single();
        finding.ToString().ShouldBe("3:23: dangling-goto: there is no ':nowhere' in this file, and a jump to nowhere ends the script");
        finding.Text.ShouldBe("nowhere");
        finding.Severity.ShouldBe(IpxeSeverity.Error);
    }

    [Fact]
    public void A_word_on_a_line_joined_by_a_backslash_is_where_it_stands()
    {
        var finding = IpxeLint.Check("#!ipxe\nisset ${ip} \\\r\n  || goto nowhere\nexit\n").Single();
        (finding.Line, finding.Column).ShouldBe((3, 11));
    }

    [Theory]
    [InlineData("isset ${ip} && goto nowhere ||", IpxeRule.GuardedDanglingGoto)]
    [InlineData("isset ${ip} || goto nowhere", IpxeRule.DanglingGoto)]
    [InlineData("isset ${ip}", IpxeRule.UnguardedCondition)]
    [InlineData("isset ${ip} && echo a", IpxeRule.UnguardedCondition)]
    [InlineData("isset ${ip} extra ||", IpxeRule.WrongArguments)]
    [InlineData("sleep soon", IpxeRule.NotANumber)]
    [InlineData("prompt --timeout 5s a ||", IpxeRule.NotANumber)]
    [InlineData("prompt --key ab a ||", IpxeRule.NotANumber)]
    [InlineData("prompt --color 1 a ||", IpxeRule.UnknownOption)]
    [InlineData("chain --timeout --autofree http://a/b ||", IpxeRule.WrongArguments)]
    [InlineData("chain --autofree=1 http://a/b ||", IpxeRule.WrongArguments)]
    [InlineData("read --timeout 100 x ||", IpxeRule.UnknownOption)]
    [InlineData("nosuch ||", IpxeRule.UnknownCommand)]
    [InlineData("md5sum a", IpxeRule.UnknownCommand)]
    [InlineData("item a b", IpxeRule.ItemWithoutMenu)]
    [InlineData("kernel http://a/b initrd=x\nimgfree", IpxeRule.UnguardedFetch)]
    [InlineData("exit && goto end", IpxeRule.Unreachable)]
    public void A_fault_has_its_rule(string line, IpxeRule rule)
        => IpxeLint.Check($"#!ipxe\n{line}\n{(rule == IpxeRule.Unreachable ? "echo\n" : "")}:end\nexit\n").Select(static finding => finding.Rule).ShouldBe([rule]);

    [Theory]
    [InlineData("isset ${ip} || dhcp || goto end")]
    [InlineData("isset ${ip} && echo a || echo b")]
    [InlineData("kernel http://a/b && initrd --name i http://a/i && boot || goto end")]
    [InlineData("prompt --key=0x197 --timeout=0x10 a ||")]
    [InlineData("sanboot -nd 0x80 ||")]
    [InlineData("echo -- --not-an-option")]
    [InlineData("chain -art10 http://a/b ||")]
    [InlineData("echo a&b;c #d")]
    [InlineData("md5sum a ||")]
    [InlineData(":here isset ${ip} && goto here ||")]
    public void What_works_is_not_found_fault_with(string line)
        => IpxeLint.Check($"#!ipxe\n{line}\n:end\nexit\n").Where(static finding => finding.Rule != IpxeRule.UnsafeToken).ShouldBeEmpty();

    [Fact]
    public void A_menu_item_without_its_label_is_unreachable_when_the_choice_is_jumped_to()
    {
        const string Menu = "#!ipxe\n:m\nmenu x\nitem --key a one One\nitem --gap Two\nitem two Two\nitem three\nchoose v || goto m\niseq ${v} three && goto one ||\n";
        IpxeLint.Check(Menu + "goto ${v}\n:one\nexit 1\n").Single().ToString().ShouldBe("6:6: unreachable-entry: choosing this item jumps to ':two', which is not in this file");
        IpxeLint.Check(Menu + "chain ${v}.ipxe || goto m\n:one\nexit 1\n").ShouldBeEmpty();
        IpxeLint.Check(Menu + "goto ${v} ||\n:one\nexit 1\n").ShouldBeEmpty();
    }

    [Fact]
    public void A_jump_by_a_value_from_elsewhere_may_lead_to_any_label()
    {
        IpxeLint.Check("#!ipxe\ngoto ${menu}\n:a\nexit\n", null, new HashSet<string> { "menu" }).ShouldBeEmpty();
        IpxeLint.Check("#!ipxe\nset menu b\ngoto ${menu}\n:a\necho\n:b\nexit\n").Single().ToString().ShouldStartWith("5:1: unreachable:");
    }

    [Fact]
    public void A_newer_command_or_option_is_fine_where_the_version_proves_it()
    {
        var sid = IpxeProfile.Find("sid", IpxePlatform.Efi);
        IpxeLint.Check("#!ipxe\npoweroff\n", sid).ShouldBeEmpty();
        IpxeLint.Check("#!ipxe\nmd5sum a\nread --timeout 100 x ||\nexit\n", sid).ShouldBeEmpty();
        IpxeLint.Check("#!ipxe\nmd5sum a\nexit\n", IpxeProfile.Find("sid", IpxePlatform.Unknown)).Single().Rule.ShouldBe(IpxeRule.UnknownCommand);
        IpxeLint.Check("#!ipxe\npoweroff\n").Single().Rule.ShouldBe(IpxeRule.UnknownCommand);
        IpxeLint.Check("#!ipxe\nimgverify a b || exit\nmd5sum a\nexit\n", IpxeProfile.Find("netboot.xyz", IpxePlatform.Unknown)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#!ipxe")]
    [InlineData("\ufeff#!ipxe\nexit\n")]
    [InlineData("#!ipxexit\nexit\n")]
    [InlineData("")]
    public void What_iPXE_takes_for_no_script_is_told(string text) => IpxeLint.Check(text).ShouldContain(static finding => finding.Rule == IpxeRule.NotAScript);

    [Fact]
    public void Line_ends_of_Windows_are_fine() => IpxeLint.Check("#!ipxe\r\n:a\r\necho b\r\ngoto a\r\n").ShouldBeEmpty();

    [Fact]
    public void A_script_that_ends_in_a_backslash_fails() => IpxeLint.Check("#!ipxe\nexit\\").ShouldContain(static finding => finding.Rule == IpxeRule.UnsafeToken);

    [Fact]
    public void A_script_too_long_to_be_one_is_refused() => Should.Throw<ArgumentException>(() => IpxeLint.Check(new string('a', IpxeLint.MaximumLength + 1)));
}
