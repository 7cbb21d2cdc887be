using System.Diagnostics;
using Racklight.App;
using Racklight.Sites;

namespace Racklight.Tests.Sites;

public sealed class SiteReaderTests
{
    [Fact]
    public void A_good_site_has_no_problems_and_keeps_the_defaults()
    {
        using var site = TemporarySite.Good();
        var reading = SiteReader.Read(site.Root);
        reading.Problems.ShouldBeEmpty();
        var read = reading.Require();
        read.File.Unknown.ShouldBe("menu");
        read.File.Networks["rack1"].Dns.ShouldBeEmpty();
        read.BootsOf(read.Nodes["r1n1"]).ShouldBe("kvm@stable");
        read.DisksOf(read.Nodes["r1n1"])["data"].Label.ShouldBe("RL-DATA");
        read.FindNode(MacAddress.Parse("52:54:00:20:00:01"), null)!.Value.Name.ShouldBe("r1n1");
    }

    [Fact]
    public void A_nodes_menu_takes_what_it_leaves_open_from_its_group_and_site()
    {
        using var site = TemporarySite.Good()
            .Write("site.yaml", "site: test\nmenu: { title: Of the site, timeout: 30s, default: last, colours: { background: '#102030', text: '#ffffff', marked: '#aa5500' } }\n")
            .Write("groups/compute.yaml", "menu: { console: serial, timeout: never }\n")
            .Write("nodes/r1n1.yaml", "group: compute\nmac: 52:54:00:20:00:01\nmenu: { title: Of the node }\n");
        var read = SiteReader.Read(site.Root).Require();
        read.MenuOf(read.Nodes["r1n1"]).ShouldBe(new MenuSettings { Title = "Of the node", Timeout = "never", Default = "last", Console = "serial", Colours = read.File.Menu!.Colours });
        read.MenuOf(null).Timeout.ShouldBe("30s");
    }

    [Theory]
    [InlineData("default: debain-13", "site.yaml:2:18: error: there is no menu entry `debain-13`, did you mean `debian-13`?")]
    [InlineData("timeout: soon", "site.yaml:2:18: error: ")]
    [InlineData("title: 'a || b'", "site.yaml:2:16: error: ")]
    [InlineData("colours: { background: red, text: '#ffffff', marked: '#ffffff' }", "site.yaml:2:32: error: ")]
    [InlineData("color: red", "site.yaml:2:9: error: unknown key `color`")]
    public void A_menu_setting_that_cannot_be_is_told_with_its_place(string setting, string problem)
    {
        using var site = TemporarySite.Good().Write("site.yaml", $"site: test\nmenu: {{ {setting} }}\n").Write("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\n");
        site.Check().ShouldContain(problem);
    }

    /// <summary>The schema's defaults and the records' initial values are written in two places: they must not part.</summary>
    [Fact]
    public void What_is_left_out_reads_as_what_the_records_start_with()
    {
        using var site = TemporarySite.Good().Write("site.yaml", "site: test\nnetworks: { n: { cidr: 10.20.0.0/24 } }\n").Write("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01").Write("images/kvm/image.yaml", "base: debian/bookworm");
        var read = SiteReader.Read(site.Root).Require();
        read.File.Networks["n"].ShouldBeEquivalentTo(new NetworkConfig { Cidr = "10.20.0.0/24", Dns = read.File.Networks["n"].Dns });
        read.File.Unknown.ShouldBe(new SiteFile { Name = "x" }.Unknown);
        read.File.Trust.SshKeys.ShouldBeEmpty();
        read.Nodes["r1n1"].ShouldBe(new NodeFile { Mac = "52:54:00:20:00:01" });
        var image = new ImageFile { Base = "debian/bookworm" };
        read.Images["kvm"].Compression.ShouldBe(image.Compression);
        read.Images["kvm"].Kernel.Flavour.ShouldBe(image.Kernel.Flavour);
        read.Images["kvm"].Kernel.Arguments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hypervisors")]
    [InlineData("homelab")]
    public void The_example_sites_are_good(string name)
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            var example = Path.Combine(directory, "examples", name);
            if (!Directory.Exists(example)) continue;
            SiteReader.Read(example).Problems.ShouldBeEmpty();
            return;
        }
        Assert.Fail($"examples/{name} not found above {AppContext.BaseDirectory}");
    }

    [Theory]
    [InlineData("networks: { a: { cidr: 10.20.0.0/16 }, b: { cidr: 10.20.3.0/24 } }", "overlaps 10.20.0.0/16 of the network `a`")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/33 } }", "is not an IPv4 subnet")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, dhcp: full } }", "has no `range`")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, dhcp: full, range: 10.20.0.100-10.20.1.9 } }", "is not within the machines' addresses")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, dhcp: full, range: 10.20.0.1-10.20.0.9, gateway: 10.20.0.1 } }", "holds the gateway")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, gateway: 10.21.0.1 } }", "no machine there could reach it")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, lease: 5 } }", "is not a length of time")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, lease: 5s } }", "too short")]
    [InlineData("networks: { a: { cidr: 10.20.0.0/24, dns: [010.0.0.1] } }", "`010.0.0.1` is not an IPv4 address")]
    [InlineData("networks: { A_b: { cidr: 10.20.0.0/24 } }", "is not a name of lower-case letters")]
    [InlineData("networks: { a: {} }", "the key `cidr` is missing")]
    [InlineData("networks: [a]", "`networks` must be a mapping, not a list")]
    [InlineData("unknown: kwm", "did you mean `kvm`?")]
    [InlineData("unknown: http://x/y", "a URL can be booted from a menu entry only")]
    [InlineData("bootloaders: /srv/tftp", "is an absolute path")]
    [InlineData("trust: { ssh-keys: [keys/op.pub] }", "there is no keys/op.pub, did you mean `ops.pub`?")]
    [InlineData("trust: { ssh-keys: [keys] }", "cannot be read: it is a directory")]
    public void A_fault_in_site_yaml_is_told(string text, string expected)
    {
        using var site = TemporarySite.Good().Write("site.yaml", "site: test\n" + text + "\n").Write("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\n");
        var problems = SiteReader.Read(site.Root).Problems;
        problems.ShouldContain(problem => problem.Message.Contains(expected) && problem.File == "site.yaml" && problem.Line == 2, site.Check());
    }

    [Theory]
    [InlineData("mac: 52:54:00:20:00", "is not a MAC address")]
    [InlineData("mac: ff:ff:ff:ff:ff:ff", "broadcast")]
    [InlineData("uuid: 00000000-0000-0000-0000-000000000000", "boards without a UUID")]
    [InlineData("{ mac: 52:54:00:20:00:09, address: 10.20.0.255 }", "is the broadcast address of 10.20.0.0/24")]
    [InlineData("{ mac: 52:54:00:20:00:09, address: 10.20.0.11 }", "nodes/r1n1.yaml has the same address")]
    [InlineData("{ mac: 52:54:00:20:00:09, address: 10.20.0.1 }", "is the gateway")]
    [InlineData("{ mac: 52:54:00:20:00:09, boots: disk@stable }", "only images have channels")]
    [InlineData("{ mac: 52:54:00:20:00:09, disks: { a: { device: blank, label: A }, b: { device: blank, label: B } } }", "takes the one blank disk already")]
    [InlineData("{ mac: 52:54:00:20:00:09, disks: { a: { device: /dev/disk/by-id/../../sda, label: A } } }", "is not the path of one disk")]
    [InlineData("{ mac: 52:54:00:20:00:09, secrets: yes }", "is not a choice for `secrets`")]
    [InlineData("{ mac: 52:54:00:20:00:09, boots: {{ image }} }", "a key must be text")]
    public void A_fault_in_a_node_is_told(string text, string expected)
    {
        using var site = TemporarySite.Good().Write("nodes/r1n9.yaml", text + "\n");
        SiteReader.Read(site.Root).Problems.ShouldContain(problem => problem.Message.Contains(expected) && problem.File == "nodes/r1n9.yaml" && problem.Line == 1, site.Check());
    }

    [Theory]
    [InlineData("/", "is the system itself")]
    [InlineData("/usr/local", "belongs to the image")]
    [InlineData("/proc/1", "made anew at every boot")]
    [InlineData("/etc", "as a whole cannot persist")]
    [InlineData("/etc/../root", "holds `.` or `..`")]
    [InlineData("/etc//ssh", "a slash too many")]
    [InlineData("etc/ssh", "is not an absolute path")]
    [InlineData("/etc/machine-id", "the machine id comes from")]
    [InlineData("/var/lib/a*", "wildcard")]
    [InlineData("/srv/a/b", "lies within `/srv/a`")]
    public void A_persist_path_that_would_break_the_system_is_refused(string path, string expected)
    {
        using var site = TemporarySite.Good().Write("images/kvm/image.yaml", $"base: debian/bookworm\npersist: [/srv/a, \"{path}\"]\n");
        var problem = SiteReader.Read(site.Root).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain(expected);
        (problem.Line, problem.Column).ShouldBe((2, 19));
    }

    [Fact]
    public void A_private_key_is_said_loudly_and_never_shown()
    {
        using var site = TemporarySite.Good().Write("keys/ops.pub", "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n");
        site.Check().ShouldContain("keys/ops.pub:1: error: THIS IS A PRIVATE KEY");
        site.Check().ShouldNotContain("c2VjcmV0");
    }

    [Fact]
    public void A_damaged_public_key_is_told_with_its_line()
    {
        using var site = TemporarySite.Good().Write("keys/ops.pub", TemporarySite.Key + "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgM=\n");
        site.Check().ShouldContain("keys/ops.pub:2:1: error: the key is damaged");
    }

    [Theory]
    [InlineData("keys/ops.pub", "trust", "is a link that leaves the site")]
    [InlineData("images/kvm/image.yaml", "", "it is a link that leaves the directory")]
    [InlineData("nodes/r1n1.yaml", "", "it is a link that leaves the directory")]
    public void A_link_that_leaves_the_site_is_not_followed(string path, string _, string expected)
    {
        using var outside = new TemporarySite(("secret", "root:x:0:0\n"));
        using var site = TemporarySite.Good();
        File.Delete(Path.Combine(site.Root, path));
        File.CreateSymbolicLink(Path.Combine(site.Root, path), Path.Combine(outside.Root, "secret"));
        site.Check().ShouldContain(expected);
        site.Check().ShouldNotContain("root:x");
    }

    [Fact]
    public async Task A_pipe_in_place_of_a_file_is_refused_at_once()
    {
        using var site = TemporarySite.Good();
        await ProcessRunner.RequireAsync(new ProcessSpec("mkfifo", Path.Combine(site.Root, "nodes/pipe.yaml")), TestContext.Current.CancellationToken);
        site.Check().ShouldContain("nodes/pipe.yaml: error: this file cannot be read: it is no regular file");
    }

    [Fact]
    public void A_file_of_more_than_a_mebibyte_is_refused()
    {
        using var site = TemporarySite.Good().Write("nodes/big.yaml", new string('#', (1 << 20) + 1));
        site.Check().ShouldContain("nodes/big.yaml: error: this file cannot be read: it is larger than 1,048,576 bytes");
    }

    [Fact]
    public void Files_and_folders_that_are_not_read_are_told()
    {
        using var site = TemporarySite.Good().Write("nodes/x.yml", "").Write("node/y.yaml", "").Write("nodes/Bad_Name.yaml", "mac: 52:54:00:20:00:07").Write("images/local/image.yaml", "base: debian/bookworm").Write("nodes/.r1n1.yaml.swp", "");
        var text = site.Check();
        text.ShouldContain("try: mv nodes/x.yml nodes/x.yaml");
        text.ShouldContain("nodes/Bad_Name.yaml: error: `Bad_Name` is not a name of lower-case letters");
        text.ShouldContain("images/local: error: `local` is a word of its own");
        text.ShouldNotContain(".swp");
    }

    [Fact]
    public void No_site_at_all_says_how_to_make_one()
    {
        using var site = new TemporarySite();
        site.Check().ShouldBe("error: there is no site.yaml in ROOT\n    try: name a site's directory, or make one: racklight site init DIR");
    }

    [Fact]
    public async Task The_commit_is_git_s_with_a_plus_when_files_differ()
    {
        using var site = TemporarySite.Good();
        (await SiteReader.ReadAsync(site.Root, TestContext.Current.CancellationToken)).Require().Commit.ShouldBeNull();
        await Git(site.Root, "init", "-q");
        await Git(site.Root, "add", ".");
        await Git(site.Root, "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "commit", "-qm", "x");
        var head = (await Git(site.Root, "rev-parse", "HEAD")).Trim();
        (await SiteReader.ReadAsync(site.Root, TestContext.Current.CancellationToken)).Require().Commit.ShouldBe(head);
        site.Write("nodes/new.yaml", "mac: 52:54:00:20:00:99\n");
        (await SiteReader.ReadAsync(site.Root, TestContext.Current.CancellationToken)).Require().Commit.ShouldBe(head + "+");
    }

    private static Task<string> Git(string root, params string[] arguments)
        => ProcessRunner.RequireAsync(new ProcessSpec("git", ["-C", root, .. arguments]), TestContext.Current.CancellationToken);
}
