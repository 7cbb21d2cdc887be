using Racklight.Nodes.Adding;
using Racklight.Sites;
using Racklight.Tests.Sites;

namespace Racklight.Tests.Nodes.Adding;

public sealed class ImportTests
{
    [Fact]
    public void A_table_becomes_one_file_a_node_that_the_site_takes()
    {
        using var site = TemporarySite.Good();
        var added = Import(site, "name,mac,serial,group,boots\nr1n2,52-54-00-20-00-02,,compute,\nr1n3,525400200003,0042,,local\n");
        added.ShouldBeEmpty();
        File.ReadAllText(Path.Combine(site.Root, "nodes/r1n2.yaml")).ShouldBe("mac: 52:54:00:20:00:02\ngroup: compute\n");
        // A serial number of digits stays text, with its zeros.
        File.ReadAllText(Path.Combine(site.Root, "nodes/r1n3.yaml")).ShouldBe("mac: 52:54:00:20:00:03\nserial: \"0042\"\nboots: local\n");
        SiteReader.Read(site.Root).Require().Nodes["r1n3"].Serial.ShouldBe("0042");
        Directory.GetFiles(Path.Combine(site.Root, "nodes"), ".*").ShouldBeEmpty();
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_line_and_nothing_is_written()
    {
        using var site = TemporarySite.Good();
        Import(site, "name,mac,group,boots\nr1n1,52:54:00:20:00:09,compute,\nr1n2,52:54:00:20:00:01,nogroup,\nR1N3,52:54:00:20:00:03,,\nr1n4,52:54:00:20:00,,\nr1n5,52:54:00:20:00:05,comptue,kvn@stable\nr1n6,52:54:00:20:00:05,,\nr1n5,52:54:00:20:00:07,,local\nr1n8,52:54:00:20:00:08\n,52:54:00:20:00:0a,,\nr1n10,,,\n")
            .ShouldBe([
                "rack.csv:2:1: there is a nodes/r1n1.yaml already",
                "rack.csv:3:6: nodes/r1n1.yaml:2:6 has mac 52:54:00:20:00:01 already",
                "rack.csv:3:24: there is no group `nogroup`",
                "rack.csv:4:1: `R1N3` is not a name of lower-case letters, digits and hyphens",
                "rack.csv:5:6: `52:54:00:20:00` is not a MAC address",
                "rack.csv:6:24: there is no group `comptue`, did you mean `compute`?",
                "rack.csv:6:32: there is no image `kvn`, did you mean `kvm@stable`?",
                "rack.csv:7:6: line 6 has mac 52:54:00:20:00:05 already",
                "rack.csv:8:1: `r1n5` stands twice: first in line 6",
                "rack.csv:9:6: this row has 2 cells, and the first line names 4 columns",
                "rack.csv:10:1: this row has no name",
                "rack.csv:11:1: r1n10: nothing says which machine this is",
            ]);
        Directory.GetFiles(Path.Combine(site.Root, "nodes")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", "rack.csv:1:1: there is nothing in it")]
    [InlineData("nmae,mac\na,b\n", "rack.csv:1:1: there is no column `nmae`, did you mean `name`?")]
    [InlineData("mac,group\n52:54:00:20:00:02,compute\n", "rack.csv:1:1: the first line names no column `name`")]
    [InlineData("name,mac,mac\n", "rack.csv:1:10: the column `mac` stands twice")]
    [InlineData("name,mac\nr1n2,\"52:54:00:20:00:02\n", "rack.csv:2:6: the quote that begins here never ends")]
    [InlineData("name,mac\n../evil,52:54:00:20:00:02\n", "rack.csv:2:1: `../evil` is not a name of lower-case letters, digits and hyphens")]
    [InlineData("name,mac\nmenu,52:54:00:20:00:02\n", "rack.csv:2:1: `menu` is a word of its own in `boots` and cannot be a name")]
    public void A_table_that_is_none_is_refused_with_a_place(string text, string first)
    {
        using var site = TemporarySite.Good();
        Import(site, text)[0].ShouldBe(first);
        Directory.GetFiles(Path.Combine(site.Root, "nodes")).ShouldHaveSingleItem();
    }

    [Fact]
    public void Spreadsheets_write_semicolons_quotes_remarks_and_carriage_returns()
    {
        using var site = TemporarySite.Good();
        Import(site, "# rack 1\r\nName;MAC;Serial\r\n\r\nr1n2;\"52:54:00:20:00:02\";\"a \"\"b\"\"; c\"\r\n").ShouldBeEmpty();
        SiteReader.Read(site.Root).Require().Nodes["r1n2"].Serial.ShouldBe("a \"b\"; c");
    }

    [Fact]
    public void Yaml_may_hold_whatever_a_nodes_file_may()
    {
        using var site = TemporarySite.Good();
        Add(site, ImportReader.Yaml("nodes.yaml", "nodes:\n  r1n2:\n    mac: 52:54:00:20:00:02\n    group: compute\n    disks: { data: { device: blank, label: RL-OWN } }\n    values:\n      rack: 7\n      note: \"yes: it is\"\n      list: [a, 'b c']\n  r1n3: { serial: '0042', secrets: on-boot }\n")).ShouldBeEmpty();
        var read = SiteReader.Read(site.Root).Require();
        read.DisksOf(read.Nodes["r1n2"])["data"].Label.ShouldBe("RL-OWN");
        var values = read.ValuesOf(read.Nodes["r1n2"]);
        (values["rack"].GetInt32(), values["note"].GetString(), values["list"][1].GetString()).ShouldBe((7, "yes: it is", "b c"));
        (read.Nodes["r1n3"].Serial, read.Nodes["r1n3"].Secrets).ShouldBe(("0042", "on-boot"));
    }

    [Fact]
    public void Yaml_as_a_list_is_read_too_and_its_faults_have_places()
    {
        using var site = TemporarySite.Good();
        Add(site, ImportReader.Yaml("nodes.yaml", "- name: r1n2\n  mak: 52:54:00:20:00:02\n- mac: 52:54:00:20:00:03\n- name: r1n4\n  mac: 52:54:00:20:00:04\n  disks: { data: { device: blank } }\n")).ShouldBe([
            "nodes.yaml:1:9: r1n2: nothing says which machine this is",
            "nodes.yaml:2:3: unknown key `mak`, did you mean `mac`?",
            "nodes.yaml:3:3: this item has no name",
            "nodes.yaml:6:3: the key `label` is missing",
        ]);
        Add(site, ImportReader.Yaml("nodes.yaml", "just text")).ShouldBe(["nodes.yaml:1:1: want a mapping of names to nodes, or a list of nodes with a name"]);
        Add(site, ImportReader.Yaml("nodes.yaml", "r1n2: [")).ShouldNotBeEmpty();
    }

    [Fact]
    public void When_one_file_cannot_be_written_none_is()
    {
        using var site = TemporarySite.Good();
        var read = SiteReader.Read(site.Root).Require();
        // It appeared since the site was read.
        site.Write("nodes/r1n3.yaml", "mac: 52:54:00:20:00:03\n");
        Should.Throw<ProblemException>(() => SiteAddition.Write(read, [new AddedFile("nodes/r1n2.yaml", "a"), new AddedFile("nodes/r1n3.yaml", "b")])).Message.ShouldContain("nothing was added");
        File.Exists(Path.Combine(site.Root, "nodes/r1n2.yaml")).ShouldBeFalse();
        File.ReadAllText(Path.Combine(site.Root, "nodes/r1n3.yaml")).ShouldBe("mac: 52:54:00:20:00:03\n");
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_never_breaks_out_of_its_line()
    {
        var random = new Random(7);
        const string Alphabet = "nameac,;\t\"\n\r#:{}[]'r1\u2028\u0000ä -|>&*!%@`";
        using var site = TemporarySite.Good();
        var read = SiteReader.Read(site.Root).Require();
        for (var round = 0; round < 300; round++)
        {
            var text = "name,serial\n" + new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var source = ImportReader.Csv("x.csv", text);
            _ = DraftChecks.Check(read, source);
            _ = DraftChecks.Check(read, ImportReader.Yaml("x.yaml", text));
            foreach (var draft in source.Nodes) NodeText.Of(draft).Split('\n').Length.ShouldBe(draft.Values.Count + 1, text);
        }
    }

    private static IReadOnlyList<string> Import(TemporarySite site, string text) => Add(site, ImportReader.Csv("rack.csv", text));

    /// <summary>What <c>node import</c> does; the problems, shortly.</summary>
    private static IReadOnlyList<string> Add(TemporarySite site, DraftSource source)
    {
        var read = SiteReader.Read(site.Root).Require();
        var problems = DraftChecks.Check(read, source);
        if (problems.Count == 0) SiteAddition.Write(read, [.. source.Nodes.Select(static draft => new AddedFile(draft.Path, NodeText.Of(draft)))]);
        return [.. problems.Select(static problem => $"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message}")];
    }
}
