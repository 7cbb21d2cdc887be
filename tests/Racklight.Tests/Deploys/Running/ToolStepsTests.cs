using Racklight.Deploys.Running.Tools;

namespace Racklight.Tests.Deploys.Running;

public sealed class ToolStepsTests
{
    [Theory]
    [InlineData("2024.1", "deploy", "kolla-ansible -i multinode --configdir /etc/kolla deploy")]
    [InlineData("2024.2", "deploy", "kolla-ansible deploy -i multinode --configdir /etc/kolla")]
    [InlineData("2024.1", "mariadb-backup", "kolla-ansible -i multinode --configdir /etc/kolla --full mariadb_backup")]
    [InlineData("2026.1", "mariadb-backup", "kolla-ansible mariadb-backup -i multinode --configdir /etc/kolla --full")]
    [InlineData("2024.1", "mariadb-recovery", "kolla-ansible -i multinode --configdir /etc/kolla mariadb_recovery")]
    [InlineData("2023.1", "rabbitmq-upgrade=3.12", "kolla-ansible -i multinode --configdir /etc/kolla rabbitmq-upgrade 3.12")]
    [InlineData("2025.1", "install-deps", "kolla-ansible install-deps --configdir /etc/kolla")]
    [InlineData("2025.2", "stop", "kolla-ansible stop -i multinode --configdir /etc/kolla --yes-i-really-really-mean-it")]
    public void Kollas_command_line_is_that_of_the_release(string release, string action, string command)
        => string.Join(' ', ToolSteps.Of(Kolla(release, action)).Single().Command).ShouldBe(command);

    [Theory]
    [InlineData("2024.2", "setup-hosts", "openstack-ansible setup-hosts.yml")]
    [InlineData("2025.1", "setup-hosts", "openstack-ansible openstack.osa.setup_hosts")]
    [InlineData("zed", "galera-recovery", "openstack-ansible galera-install.yml --tags galera-bootstrap")]
    [InlineData("2024.1", "galera-recovery", "openstack-ansible galera-install.yml -e galera_force_bootstrap=true --tags galera_server-config")]
    [InlineData("2026.1", "reboot", "openstack-ansible /run/playbooks/staggered-reboot.yml")]
    [InlineData("2026.1", "galera-recovery", "openstack-ansible openstack.osa.galera_server -e galera_force_bootstrap=true --tags galera_server-config")]
    public void Openstack_ansibles_playbooks_are_files_until_2024_2_and_of_a_collection_from_2025_1(string release, string action, string command)
        => string.Join(' ', ToolSteps.Of(new ToolRequest { Tool = "osa", Release = release, Actions = [action], Config = "/etc/openstack_deploy", Playbooks = "/run/playbooks", Confirmed = true }).Single().Command).ShouldBe(command);

    [Fact]
    public void Openstack_ansible_is_told_where_its_configuration_is_and_kolla_by_its_arguments()
    {
        var osa = ToolSteps.Of(new ToolRequest { Tool = "osa", Release = "2025.1", Actions = ["setup-hosts", "setup-openstack"], Config = "/srv/prod" });
        osa.ShouldAllBe(static step => step.Environment["OSA_CONFIG_DIR"] == "/srv/prod");
        ToolSteps.Of(Kolla("2025.1", "deploy")).Single().Environment.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wallaby", "validate-config", "came with 2023.1")]
    [InlineData("2024.2", "rabbitmq-upgrade=3.13", "2024.1 was the last")]
    [InlineData("2024.1", "rabbitmq-upgrade", "needs a value")]
    [InlineData("2024.1", "deploy=3", "takes no value")]
    [InlineData("2025.1", "recofigure", "did you mean reconfigure?")]
    [InlineData("2025.3", "deploy", "no release of kolla is called so")]
    public void What_a_release_does_not_have_is_refused_by_name(string release, string action, string why)
        => Should.Throw<ProblemException>(() => ToolSteps.Of(Kolla(release, action))).Message.ShouldContain(why);

    [Fact]
    public void What_stops_services_must_be_confirmed()
        => Should.Throw<ProblemException>(() => ToolSteps.Of(Kolla("2025.1", "stop") with { Confirmed = false })).Problems[0].Hint!.ShouldContain("--yes");

    [Fact]
    public void Check_and_diff_came_with_wallaby()
    {
        Should.Throw<ProblemException>(() => ToolSteps.Of(Kolla("victoria", "deploy") with { Check = true })).Message.ShouldContain("came with wallaby");
        ToolSteps.Of(Kolla("wallaby", "deploy") with { Check = true, Diff = true }).Single().Command.ShouldContain("--check");
    }

    [Fact]
    public void A_deploy_is_whole_only_without_limits()
    {
        var request = Kolla("2025.1", "deploy");
        ToolSteps.IsWhole(request).ShouldBeTrue();
        ToolSteps.IsWhole(request with { Limit = "compute1" }).ShouldBeFalse();
        ToolSteps.IsWhole(request with { Check = true }).ShouldBeFalse();
        ToolSteps.IsWhole(request with { Actions = ["prechecks", "pull"] }).ShouldBeFalse();
        ToolSteps.IsWhole(new ToolRequest { Tool = "osa", Release = "2025.1", Config = "/", Actions = ["setup-hosts", "setup-openstack"] }).ShouldBeFalse();
    }

    private static ToolRequest Kolla(string release, string action)
        => new() { Tool = "kolla", Release = release, Actions = [action], Config = "/etc/kolla", Inventories = ["multinode"], Confirmed = true };
}
