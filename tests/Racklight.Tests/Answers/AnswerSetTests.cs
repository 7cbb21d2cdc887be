using Racklight.Answers;
using Racklight.Answers.Rendering;
using Racklight.App;
using Racklight.Sites;
using Racklight.Tests.Sites;

namespace Racklight.Tests.Answers;

public sealed class AnswerSetTests
{
    private const string Node = "group: compute\nmac: 52:54:00:20:00:01\naddress: 10.20.0.11\nsecrets: on-boot\ndisks: { system: { device: /dev/disk/by-path/pci-0000-nvme-1, label: RL-SYS } }\n";

    public static TheoryData<string> Formats { get; } = new("kickstart", "preseed", "autoinstall", "cloud-init", "autoyast", "ignition", "esxi", "xcp-ng");

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_built_in_template_of_each_format_has_no_errors(string format)
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + $"answers: {{ user-data: {{ format: {format} }} }}\nvalues: {{ disk: mpx.vmhba0, packages: [a, b] }}\n");
        foreach (var file in SetOf(site).Files)
        {
            var answer = SetOf(site).ForMachine(file, new Secrets());
            answer.Problems.Where(static problem => problem.Severity == Severity.Error).ShouldBeEmpty();
            answer.Good.ShouldBeTrue();
        }
        SetOf(site).ForMachine("user-data", new Secrets()).HoldsSecrets.ShouldBe(format != "cloud-init");
    }

    [Theory]
    [InlineData("user-data", "autoinstall")]
    [InlineData("user-data", "cloud-init")]
    public async Task Cloud_init_takes_what_the_built_in_templates_write(string file, string format)
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + $"answers: {{ {file}: {{ format: {format} }} }}\n");
        var text = SetOf(site).ForMachine(file, new Secrets()).Text!;
        // Its schema knows no key `autoinstall`, which is the installer's: what is below is looked at by our own linter.
        if (format == "autoinstall") text = "#cloud-config\n{}\n";
        await ToolAsync(site, "cloud-init", text, "schema", "--config-file", "ANSWER");
    }

    [Fact]
    public async Task Debconf_takes_what_the_built_in_preseed_writes()
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + "answers: { preseed.cfg: { format: preseed } }\n");
        await ToolAsync(site, "debconf-set-selections", SetOf(site).ForMachine("preseed.cfg", new Secrets()).Text!, "-c", "ANSWER");
    }

    [Theory]
    [InlineData("autoyast")]
    [InlineData("xcp-ng")]
    public async Task Xmllint_takes_what_the_built_in_templates_write(string format)
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + $"answers: {{ a.xml: {{ format: {format} }} }}\n");
        await ToolAsync(site, "xmllint", SetOf(site).ForMachine("a.xml", new Secrets()).Text!, "--noout", "--nonet", "ANSWER");
    }

    [Fact]
    public void A_site_overrides_a_template_and_includes_ours()
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + "answers: { ks.cfg: { format: kickstart } }\nvalues: { timezone: Europe/Zurich, release: 22.10 }\n");
        site.Write("answers/ks.cfg", "# {{ values.release }} of {{ site.name }}\n{% include 'builtin/kickstart' %}");
        var answer = SetOf(site).Preview("ks.cfg");
        answer.Text!.ShouldStartWith("# 22.10 of test\n# Kickstart of r1n1");
        answer.Text.ShouldContain("timezone Europe/Zurich --utc");
        answer.Text.ShouldContain("--ip=10.20.0.11 --netmask=255.255.255.0 --gateway=10.20.0.1");
    }

    [Fact]
    public void Values_and_answers_of_a_node_win_over_those_of_its_group_and_site()
    {
        using var site = TemporarySite.Good();
        site.Write("site.yaml", File.ReadAllText(Path.Combine(site.Root, "site.yaml")) + "values: { a: site, b: site, c: site }\nanswers: { t: { format: text } }\n");
        site.Write("groups/compute.yaml", "boots: kvm@stable\nvalues: { b: group, c: group }\n");
        site.Write("nodes/r1n1.yaml", Node + "values: { c: [node, 1, true, 1.50, 0755] }\n");
        site.Write("answers/t", "{{ values.a }} {{ values.b }} {{ values.c }}");
        SetOf(site).Preview("t").Text.ShouldBe("site group ['node', 1, True, '1.50', '0755']");
    }

    [Theory]
    [InlineData("{% include '../site.yaml' %}", "does not lie below answers/")]
    [InlineData("{% include '/etc/passwd' %}", "does not lie below answers/")]
    [InlineData("{% include 'link' %}", "a link that leaves")]
    [InlineData("{% include 't' %}", "nested deeper")]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "did not end within")]
    [InlineData("{{ node.nmae }}", "there is no `nmae` in `node`")]
    public void A_template_that_loops_or_reads_outside_gives_an_error_with_its_place(string template, string message)
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + "answers: { t: { format: text } }\n");
        site.Write("answers/t", template);
        File.CreateSymbolicLink(Path.Combine(site.Root, "answers/link"), "/etc/passwd");
        var answer = SetOf(site).Preview("t");
        answer.Text.ShouldBeNull();
        answer.Problems[0].ToString().ShouldContain(message);
        answer.Problems[0].File.ShouldBe("answers/t");
        answer.Problems[0].Line.ShouldBe(1);
    }

    [Fact]
    public void Secrets_are_masked_for_people_and_filled_in_for_a_marked_machine_only()
    {
        using var site = TemporarySite.Good();
        site.Write("answers/t", "{{ secrets.root_password }}");
        site.Write("nodes/r1n1.yaml", Node + "answers: { t: { format: text } }\n");
        SetOf(site).Preview("t", new Secrets()).Text.ShouldBe("********");
        SetOf(site).ForMachine("t", new Secrets()).Text.ShouldBe("Correct-Horse-7x");
        SetOf(site).ForMachine("t", NoSecrets.Instance).Problems[0].Message.ShouldBe("`secrets.root_password` cannot be filled in: this server has no vault");
        site.Write("answers/t", "{{ secrets.other }}");
        SetOf(site).ForMachine("t", new Secrets()).Good.ShouldBeFalse();
        site.Write("nodes/r1n1.yaml", Node.Replace("secrets: on-boot\n", "", StringComparison.Ordinal) + "answers: { t: { format: text } }\n");
        SetOf(site).ForMachine("t", new Secrets()).Problems[0].Message.ShouldContain("r1n1 is not marked `secrets: on-boot`");
        SetOf(site).Preview("t", new Secrets()).Good.ShouldBeFalse();
    }

    [Fact]
    public void A_snapshot_gives_the_same_bytes_whatever_the_site_became_and_holds_no_secret()
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + "answers: { ks.cfg: { format: kickstart } }\n");
        site.Write("answers/ks.cfg", "{% include 'part' %}{% include 'builtin/kickstart' %}");
        site.Write("answers/part", "# one\n");
        var (snapshot, _) = SetOf(site).Keep(new Secrets());
        snapshot.ShouldNotContain("Correct-Horse");
        var first = AnswerSet.FromSnapshot(snapshot).ForMachine("ks.cfg", new Secrets());
        site.Write("answers/part", "# two\n");
        site.Write("site.yaml", "site: other\n");
        AnswerSet.FromSnapshot(snapshot).ForMachine("ks.cfg", new Secrets()).Text.ShouldBe(first.Text);
        first.Text!.ShouldStartWith("# one\n");
        first.Text.ShouldContain("rootpw --iscrypted $6$");
    }

    [Fact]
    public void Findings_point_into_the_template_that_wrote_the_line()
    {
        using var site = TemporarySite.Good();
        site.Write("nodes/r1n1.yaml", Node + "answers: { ks.cfg: { format: kickstart } }\n");
        site.Write("answers/ks.cfg", "{# one\n   two #}\n{% include 'commands' %}\n");
        site.Write("answers/commands", "\nlang en\n{% for x in [1, 2] %}\nbootlaoder\n{% endfor %}\n");
        var problems = SetOf(site).Preview("ks.cfg").Problems.Where(static problem => problem.Severity == Severity.Error).ToList();
        problems.ShouldHaveSingleItem().ToString().ShouldStartWith("answers/commands:4:1: error: `bootlaoder` is no kickstart command");
    }

    [Fact]
    public void Site_check_tells_what_is_wrong_once_for_all_nodes()
    {
        using var site = TemporarySite.Good();
        site.Write("groups/compute.yaml", "boots: kvm@stable\nanswers: { ks.cfg: { format: kickstart } }\n");
        site.Write("nodes/r1n2.yaml", "group: compute\nmac: 52:54:00:20:00:02\n");
        site.Write("answers/ks.cfg", "rootpw --lock\nautopart\nlang a\nkeyboard b\ntimezone c\n%packages\n");
        new AnswerChecks().Check(SiteReader.Read(site.Root).Require()).ShouldHaveSingleItem().Message.ShouldBe("the section %packages is never closed (for r1n1 and 1 more)");
        site.Write("groups/compute.yaml", "boots: kvm@stable\nanswers: { ks.cfg: { format: kickstrat, template: ../x }, \"a b\": { format: text } }\n");
        site.Check().ShouldContain("`kickstrat` is not a choice for `format`, did you mean `kickstart`?");
    }

    [Theory]
    [InlineData("Correct-Horse-7x", "saltstring")]
    [InlineData("a", "a")]
    [InlineData("a very much longer text to encrypt.  This one even stretches over more than one line and is longer than 64 bytes", "0123456789abcdef")]
    [InlineData("Zürich", "./09AZaz")]
    public async Task Password_hashes_are_those_of_crypt(string password, string salt)
    {
        var theirs = await ProcessRunner.RequireAsync(new ProcessSpec("openssl", ["passwd", "-6", "-salt", salt, "-stdin"]) { Input = password + "\n", Limit = TimeSpan.FromSeconds(60) });
        Sha512Crypt.Hash(password, salt).ShouldBe(theirs.Trim());
    }

    private static AnswerSet SetOf(TemporarySite temporary)
    {
        var site = SiteReader.Read(temporary.Root).Require();
        return AnswerSet.Of(site, "r1n1", site.Nodes["r1n1"], new MachineFacts("http://10.20.0.1:8080", new string('a', 32)));
    }

    private static async Task ToolAsync(TemporarySite site, string tool, string answer, params string[] arguments)
    {
        var path = Path.Combine(site.Root, "answer.out");
        await File.WriteAllTextAsync(path, answer);
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessSpec(tool, [.. arguments.Select(argument => argument == "ANSWER" ? path : argument)]) { Limit = TimeSpan.FromMinutes(2) });
            result.Succeeded.ShouldBeTrue(result.Output + result.Error + "\n" + answer);
        }
        catch (ProblemException e) when (e.Message.Contains("is not installed", StringComparison.Ordinal) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"{tool} is not installed");
        }
    }

    private sealed class Secrets : ISecretSource
    {
        public Problem? Unavailable => null;

        public SecretPresence Look(string name) => name == "root_password" ? SecretPresence.Present : SecretPresence.Missing;

        public string? Find(string name) => name == "root_password" ? "Correct-Horse-7x" : null;
    }
}
