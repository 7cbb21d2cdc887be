using Racklight.Deploys.Checking;
using Racklight.Deploys.Findings;

namespace Racklight.Tests.Deploys.Checking;

/// <summary>openstack-ansible's example configurations get the verdicts that its own inventory tool gives (osa_toolkit, 33.0.1), and each of its messages has a test.</summary>
public class OsaVerdictTests
{
    private const string Good = """
        cidr_networks:
          management: 172.29.236.0/22
          storage: 172.29.244.0/22
        used_ips:
          - "172.29.236.1,172.29.236.50"
        global_overrides:
          internal_lb_vip_address: 172.29.236.9
          external_lb_vip_address: cloud.example.org
          management_bridge: br-mgmt
          provider_networks:
            - network:
                container_bridge: br-mgmt
                container_type: veth
                container_interface: eth1
                ip_from_q: management
                type: raw
                group_binds: [all_containers, hosts]
                is_management_address: true
        shared_infra_hosts:
          infra1:
            ip: 172.29.236.11
        compute_hosts:
          compute1:
            ip: 172.29.236.16

        """;

    [Theory]
    [InlineData("prod")]
    [InlineData("test")]
    [InlineData("singlebond")]
    [InlineData("provnet-group")]
    public async Task Examples_that_the_tool_takes_have_no_error(string name)
    {
        var found = await CheckAsync(File.ReadAllText(Path.Combine(DeployTools.Data("osa"), $"openstack_user_config.yml.{name}.example")));
        found.Where(static finding => finding.Severity == Severity.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_example_with_Ceph_gets_the_tools_own_warning()
    {
        var found = await CheckAsync(File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.prod-ceph.example")));
        found.Where(static finding => finding.Severity == Severity.Error).ShouldBeEmpty();
        found.ShouldContain(static finding => finding.Message == "Group _infrastructure_hosts was found in configuration but not the environment.");
    }

    [Fact]
    public async Task The_annotated_example_is_told_to_hold_nothing()
        => (await CheckAsync(File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.example")))).ShouldContain(static finding => finding.Severity == Severity.Error);

    [Fact]
    public async Task The_good_one_has_nothing() => (await CheckAsync(Good)).ShouldBeEmpty();

    [Theory]
    [InlineData("cidr_networks:\n  management: 172.29.236.0/22\n  storage: 172.29.244.0/22\n", "", "No container CIDR specified in user config")]
    [InlineData("  management: 172.29.236.0/22", "  managment: 172.29.236.0/22", "No container or management network specified in user config.")]
    [InlineData("ip_from_q: management", "ip_from_q: managment", "can't find managment in cidr_networks")]
    [InlineData("is_management_address: true", "is_management_address: false", "Provider network with queue 'management' requires 'is_management_address' to be set to True.")]
    [InlineData("    ip: 172.29.236.16", "    ip: 172.29.236.11", "Both host:compute1 and host:infra1 have address:172.29.236.11 assigned.  Cannot assign same ip to both hosts")]
    [InlineData("compute_hosts:\n", "repo_infra_hosts: { infra1: { ip: 172.29.236.12 } }\ncompute_hosts:\n", "Host infra1 has both 172.29.236.11 and 172.29.236.12 assigned")]
    [InlineData("compute_hosts:\n", "repo-infra_hosts: { infra1: { ip: 172.29.236.12 } }\ncompute_hosts:\n", "Host infra1 has both 172.29.236.11 and 172.29.236.12 assigned")]
    [InlineData("compute_hosts:", "lxc_hosts:", "The group 'lxc_hosts' must not be defined in config; it will be dynamically  generated.")]
    [InlineData("compute_hosts:", "hosts:", "Group hosts has a child group backup_infra_hosts, but also has host entries in user configuration. Hosts cannot be sibling with groups.")]
    [InlineData("compute_hosts:", "compue_hosts:", "Group compue_hosts was found in configuration but not the environment.")]
    [InlineData("  provider_networks:\n", "  provider_netwoks:\n", "provider networks can't be found under global_overrides in user config")]
    [InlineData("        type: raw\n", "        type: raw\n        static_routes: [{ cidr: 10.0.0.0/8 }]\n", "Static route provider network with queue 'management' needs both 'cidr' and 'gateway' values.")]
    [InlineData("  infra1:", "  infrastructure-host-in-the-first-rack-number-1:", "The resulting combination of [ \"infrastructure-host-in-the-first-rack-number-1\"")]
    [InlineData("  management: 172.29.236.0/22", "  management: 172.29.236.8/29", "Cannot retrieve requested amount of IP addresses. Increase the management range in your openstack_user_config.yml.")]
    public async Task A_mistake_gets_the_tools_own_message_with_its_place(string good, string bad, string message)
    {
        Good.ShouldContain(good);
        var found = await CheckAsync(Good.Replace(good, bad, StringComparison.Ordinal));
        found.ShouldContain(finding => finding.Message.StartsWith(message, StringComparison.Ordinal) && finding.Line > 0, string.Join('\n', found.Select(static finding => finding.Message)));
    }

    [Theory]
    [InlineData("172.29.236.9\n", "172.29.236.90\n", "may be given to a container", 7)]
    [InlineData("    ip: 172.29.236.16", "    ip: 172.29.238.16", "may be given to a container", 24)]
    [InlineData("    ip: 172.29.236.16", "    ip: 10.0.0.16", "is outside of management", 24)]
    [InlineData("  storage: 172.29.244.0/22", "  storage: 172.29.238.0/24", "overlaps management", 3)]
    [InlineData("172.29.236.1,172.29.236.50", "172.29.236.50,172.29.236.1", "ends before it begins", 5)]
    [InlineData("container_interface:", "container_iface:", "has no key `container_iface`", 14)]
    [InlineData("type: raw", "type: rwa", "is no type of network, did you mean `raw`?", 16)]
    public async Task What_the_tool_does_not_look_at_is_found_too(string good, string bad, string message, int line)
        => (await CheckAsync(Good.Replace(good, bad, StringComparison.Ordinal))).ShouldContain(finding => finding.Message.Contains(message, StringComparison.Ordinal) && finding.Line == line);

    // The tool's own end of each is Python's: 'NoneType' object has no attribute 'items', and the like.
    [Theory]
    [InlineData("compute_hosts:\n  compute1:\n    ip: 172.29.236.16\n", "compute_hosts:\n", "compute_hosts is no mapping of hosts", 22)]
    [InlineData("  compute1:\n    ip: 172.29.236.16\n", "  - compute1\n", "compute_hosts is no mapping of hosts", 22)]
    [InlineData("  compute1:\n    ip: 172.29.236.16\n", "  compute1: 172.29.236.16\n", "the host compute1 in compute_hosts is no mapping", 23)]
    [InlineData("    ip: 172.29.236.16", "    ip: [172.29.236.16]", "the ip of compute1 in compute_hosts is no address", 24)]
    [InlineData("    ip: 172.29.236.16", "    adress: 172.29.236.16", "the host compute1 has no `ip` in compute_hosts", 24)]
    [InlineData("[all_containers, hosts]", "all_containers", "group_binds is no list of groups", 17)]
    [InlineData("[all_containers, hosts]", "[all_containers, ~]", "group_binds is no list of groups", 17)]
    [InlineData("group_binds:", "reference_group: az1_all\n        group_binds:", "reference_group az1_all is no group", 17)]
    [InlineData("  storage: 172.29.244.0/22", "  storage: fd00::/64", "storage (fd00::/64) has more addresses than the inventory tool can hold", 3)]
    [InlineData("        ip_from_q: management\n", "", "the management network has no ip_from_q", 12)]
    [InlineData("    - network:", "    - network: [x]\n    - network:", "a provider network is no mapping", 11)]
    [InlineData("    ip: 172.29.236.16", "    ip: 172.29.236.16\n    container_vars: { cinder_backends: { limit_container_types: [cinder_volume] } }", "limit_container_types is no word", 25)]
    [InlineData("172.29.236.1,172.29.236.50", "172.29.236.1,here", "`172.29.236.1,here` is no range of addresses", 5)]
    public async Task What_the_tool_stumbles_over_is_an_error_with_its_place(string good, string bad, string message, int line)
    {
        Good.ShouldContain(good);
        var found = await CheckAsync(Good.Replace(good, bad, StringComparison.Ordinal));
        found.ShouldContain(finding => finding.Message.StartsWith(message, StringComparison.Ordinal) && finding.Line == line && finding.Severity == Severity.Error, string.Join('\n', found.Select(static finding => $"{finding.Line} {finding.Message}")));
    }

    [Theory]
    [InlineData("global_overrides:", "global-overrides:")]
    [InlineData("is_management_address: true", "is_management_address: container")]
    [InlineData("cidr_networks:", "cidr-networks:")]
    public async Task What_the_tool_takes_is_taken(string good, string bad)
        => (await CheckAsync(Good.Replace(good, bad, StringComparison.Ordinal))).Where(static finding => finding.Severity == Severity.Error).ShouldBeEmpty();

    [Theory]
    [InlineData("172.29.236.9\n", "172.29.236.90\n", "may be given to a container")]
    [InlineData("  - \"172.29.236.1,172.29.236.50\"", "  172.29.236.1", "used_ips is no list")]
    [InlineData("all_containers, hosts", "all_contaners, hosts", "group_binds: there is no group all_contaners, did you mean all_containers?")]
    public async Task What_the_tool_takes_and_may_go_wrong_is_a_warning(string good, string bad, string message)
    {
        var found = (await CheckAsync(Good.Replace(good, bad, StringComparison.Ordinal))).Where(finding => finding.Message.Contains(message, StringComparison.Ordinal)).ShouldHaveSingleItem();
        found.Severity.ShouldBe(Severity.Warning);
    }

    [Fact]
    public async Task A_group_of_ones_own_environment_may_be_named_by_a_network()
    {
        using var files = new TemporaryFiles();
        files.Write("openstack_user_config.yml", Good.Replace("group_binds:", "reference_group: az1_all\n        group_binds:", StringComparison.Ordinal));
        files.Write("env.d/az.yml", "component_skel:\n  az1_containers: { belongs_to: [az1_all] }\n");
        (await new DeployCheck(null, null).RunAsync(files.Root, TestContext.Current.CancellationToken)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_of_conf_d_count_and_keep_their_places()
    {
        using var files = new TemporaryFiles();
        files.Write("openstack_user_config.yml", Good);
        files.Write("conf.d/storage.yml", "storage_hosts:\n  storage1:\n    ip: 172.29.236.16\n");
        var report = await new DeployCheck(null, null).RunAsync(files.Root, TestContext.Current.CancellationToken);
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.File, finding.Line).ShouldBe(("conf.d/storage.yml", 3));
        finding.Message.ShouldStartWith("Both host:compute1 and host:storage1 have address");
    }

    private static async Task<IReadOnlyList<Finding>> CheckAsync(string config)
    {
        using var files = new TemporaryFiles();
        files.Write("openstack_user_config.yml", config);
        return (await new DeployCheck(null, null).RunAsync(files.Root, TestContext.Current.CancellationToken)).Findings;
    }
}
