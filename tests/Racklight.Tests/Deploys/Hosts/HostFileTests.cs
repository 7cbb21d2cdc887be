using System.Text;
using System.Text.Json;
using Racklight.App;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Hosts.Commands;
using Racklight.Deploys.Hosts.Files;
using Racklight.Releases;
using Racklight.Sites;

namespace Racklight.Tests.Deploys.Hosts;

public class HostFileTests
{
    [Fact]
    public async Task The_written_openstack_user_config_passes_openstack_ansibles_own_rules()
    {
        using var files = new TemporaryFiles();
        Osa(files, "").ShouldBe(["openstack_user_config.yml: written"]);
        (await new DeployCheck(null, null).RunAsync(Path.Combine(files.Root, "out"), TestContext.Current.CancellationToken)).Findings.ShouldBeEmpty();
        var text = files.Read("out/openstack_user_config.yml");
        text.ShouldContain("compute_hosts:\n  compute1:\n    ip: 172.29.236.16\n");
        text.ShouldContain("tunnel: 172.29.240.0/22");
        Osa(files, null).ShouldBe(["openstack_user_config.yml: as it was"]);
    }

    [Fact]
    public void An_existing_file_keeps_every_character_but_what_must_change()
    {
        using var files = new TemporaryFiles();
        var before = File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.prod.example"));
        var said = Osa(files, before);
        var after = files.Read("out/openstack_user_config.yml");
        after.Length.ShouldBeGreaterThan(before.Length - 60);
        // All that the site does not speak of is there, line by line and in its order.
        var kept = before.Split('\n').Where(static line => !line.Contains("external_lb_vip_address", StringComparison.Ordinal)).ToList();
        var at = 0;
        var lines = after.Split('\n');
        foreach (var line in kept) at = Array.IndexOf(lines, line, at) is var found and >= 0 ? found : throw new Xunit.Sdk.XunitException($"the line `{line}` is gone");
        said.ShouldContain("openstack_user_config.yml: global_overrides.external_lb_vip_address: was openstack.example.com, is cloud.example.org");
        said.ShouldAllBe(static line => line.Contains("added", StringComparison.Ordinal) || line.Contains("external_lb_vip_address", StringComparison.Ordinal) || line.Contains("was", StringComparison.Ordinal));
        Osa(files, null).ShouldBe(["openstack_user_config.yml: as it was"]);
    }

    [Fact]
    public void A_host_that_moved_gets_its_new_address_and_keeps_its_variables()
    {
        using var files = new TemporaryFiles();
        var said = Osa(files, "compute_hosts:\n  compute1:            # rack 2\n    ip: 172.29.236.99   # old\n    host_vars: { cpu: true }\n");
        said.ShouldContain("openstack_user_config.yml: compute_hosts.compute1.ip: was 172.29.236.99, is 172.29.236.16");
        files.Read("out/openstack_user_config.yml").ShouldStartWith("compute_hosts:\n  compute1:            # rack 2\n    ip: 172.29.236.16   # old\n    host_vars: { cpu: true }\n");
    }

    [Fact]
    public async Task Ansible_reads_the_inventory_that_was_merged_into_kollas_own()
    {
        var inventory = DeployTools.Need("ansible-inventory", "apt-get install ansible-core");
        using var files = new TemporaryFiles();
        var sample = File.ReadAllText(Path.Combine(DeployTools.Data("kolla"), Series.Latest.KollaVersion, "multinode"));
        Kolla(files, sample);
        // More than a result keeps.
        var listed = new StringBuilder();
        (await ProcessRunner.RunAsync(new ProcessSpec(inventory, "-i", "out/multinode", "--list") { Directory = files.Root, Limit = TimeSpan.FromMinutes(5), OnOutput = line => listed.Append(line) })).Succeeded.ShouldBeTrue();
        var groups = JsonDocument.Parse(listed.ToString()).RootElement;
        Hosts(groups, "control").ShouldBe(["infra1"]);
        Hosts(groups, "compute").ShouldBe(["compute1"]);
        Hosts(groups, "network").ShouldBe(["infra1"]);
        groups.GetProperty("_meta").GetProperty("hostvars").GetProperty("compute1").GetProperty("ansible_host").GetString().ShouldBe("172.29.236.16");
        // Every group of the release is still there.
        ReleaseNames.KollaGroups.Of(Series.Latest).Where(static name => name != "ungrouped").ShouldAllBe(name => files.Read("out/multinode").Contains($"[{name}", StringComparison.Ordinal));
        Kolla(files, null).ShouldBe(["multinode: as it was"]);
    }

    [Fact]
    public async Task Without_an_inventory_one_of_the_top_groups_is_written_that_Ansible_reads()
    {
        var inventory = DeployTools.Need("ansible-inventory", "apt-get install ansible-core");
        using var files = new TemporaryFiles();
        Kolla(files, "");
        var listed = await DeployTools.RunAsync(files.Root, null, inventory, "-i", "out/multinode", "--list");
        listed.ExitCode.ShouldBe(0, listed.Error);
        Hosts(JsonDocument.Parse(listed.Output).RootElement, "storage").ShouldBe(["compute1"]);
    }

    [Fact]
    public void A_users_hosts_and_variables_in_the_inventory_stay()
    {
        var (text, _) = KollaInventory.Merge("# ours\n[control]\ninfra1 ansible_host=10.0.0.1 ansible_user=ops  # rack 1\ncontrol01\n\n[compute]\nspare ansible_host=10.0.0.9\n", [new("infra1", ["control"], "172.29.236.11"), new("compute1", ["compute"], "172.29.236.16")]);
        text.ShouldStartWith("# ours\n[control]\ninfra1 ansible_host=172.29.236.11 ansible_user=ops  # rack 1\n\n[compute]\nspare ansible_host=10.0.0.9\ncompute1 ansible_host=172.29.236.16\n");
    }

    [Theory]
    [InlineData("management: mgmt", "management: mgnt", "site.yaml", 7, "there is no network `mgnt`, did you mean `mgmt`?")]
    [InlineData("vlan: 30", "vlan: 4095", "site.yaml", 4, "is not a VLAN from 1 to 4094")]
    [InlineData("bridge: br-storage", "bridge: br-mgmt", "site.yaml", 5, "the bridge br-mgmt belongs to the network `mgmt` already")]
    [InlineData("link: bond0, vlan: 20", "link: bond0, vlan: 10", "site.yaml", 5, "the network `mgmt` is VLAN 10 on bond0 already")]
    [InlineData("internal-vip: 172.29.236.9", "internal-vip: 10.0.0.9", "site.yaml", 10, "10.0.0.9 is not within 172.29.236.0/22 of the network `mgmt`")]
    public void A_mistake_in_the_site_is_told_with_its_place(string good, string bad, string file, int line, string message)
    {
        using var files = new TemporaryFiles();
        CloudSite.Site.ShouldContain(good);
        var problem = CloudSite.Write(files, CloudSite.Site.Replace(good, bad, StringComparison.Ordinal)).Problems.FirstOrDefault(problem => problem.Message.Contains(message, StringComparison.Ordinal));
        problem.ShouldNotBeNull();
        (problem.File, problem.Line).ShouldBe((file, line));
    }

    [Theory]
    [InlineData("group: control\nmac: 52:54:00:00:00:01\naddresses: { mgmt: 172.29.236.16 }\n", "has the same address 172.29.236.16")]
    [InlineData("group: control\nmac: 52:54:00:00:00:01\naddresses: { mgmt: 172.29.244.11 }\n", "172.29.244.11 is not within 172.29.236.0/22 of the network `mgmt`")]
    [InlineData("group: control\nmac: 52:54:00:00:00:01\naddresses: { mgt: 172.29.236.11 }\n", "there is no network `mgt`, did you mean `mgmt`?")]
    [InlineData("group: control\nroles: [controll]\nmac: 52:54:00:00:00:01\n", "`controll` is not a choice for `roles`, did you mean `control`?")]
    public void A_mistake_in_a_node_is_told(string node, string message)
    {
        using var files = new TemporaryFiles();
        CloudSite.Write(files, node: node).Problems.ShouldContain(problem => problem.Message.Contains(message, StringComparison.Ordinal) && problem.Line > 0);
    }

    private static IReadOnlyList<string> Osa(TemporaryFiles files, string? before)
    {
        if (before is { Length: > 0 }) files.Write("out/openstack_user_config.yml", before);
        var site = CloudSite.Write(files).Require();
        return HostsCommand.Merged(Path.Combine(files.Root, "out"), "openstack_user_config.yml", text => YamlTreeMerge.Merge(text.Length > 0 ? text : "---\n", "openstack_user_config.yml", OsaUserConfig.Of(site, Racklight.Deploys.Hosts.HostPlan.Of(site))));
    }

    private static IReadOnlyList<string> Kolla(TemporaryFiles files, string? before)
    {
        if (before is { Length: > 0 }) files.Write("out/multinode", before);
        var hosts = CloudSite.Hosts(files);
        return HostsCommand.Merged(Path.Combine(files.Root, "out"), "multinode", text => KollaInventory.Merge(text, hosts));
    }

    private static List<string?> Hosts(JsonElement groups, string name) => [.. groups.GetProperty(name).GetProperty("hosts").EnumerateArray().Select(static host => host.GetString())];
}
