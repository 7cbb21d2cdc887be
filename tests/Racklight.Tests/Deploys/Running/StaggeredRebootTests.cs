using Racklight.App;
using Racklight.Deploys.Running.Journal;

namespace Racklight.Tests.Deploys.Running;

/// <summary>The playbook that reboots hosts one by one, run by real Ansible; databases, queues and the reboot itself are stand-ins.</summary>
public sealed class StaggeredRebootTests
{
    [Theory]
    [InlineData(null, "infra1 infra2 infra3")]
    [InlineData("infra2", "infra1 infra2")]
    public async Task No_host_is_rebooted_while_the_cluster_is_not_whole(string? broken, string rebooted)
    {
        using var site = new DeploySite();
        var cluster = site.In("cluster");
        Directory.CreateDirectory(cluster);
        File.WriteAllText(Path.Combine(cluster, "size"), "3\n");
        if (broken is not null) File.WriteAllText(Path.Combine(cluster, "broken"), broken);
        File.WriteAllText(site.In("hosts"), "[hosts]\ninfra1\ninfra2\ninfra3\n[hosts:vars]\nansible_connection=local\nansible_python_interpreter=/usr/bin/python3\n[galera_all:children]\nhosts\n[rabbitmq_all:children]\nhosts\n");
        var spec = site.Spec("run", "--tool", "osa", "--cloud", "prod", "--release", "2025.1", "--config", site.In("config"), "--vault-password-file", site.In("password"), "-i", site.In("hosts"), "--extra=-e", "--extra=reboot_retries=1", "--extra=-e", "--extra=reboot_delay=0", "--yes", "reboot");
        var standIns = Path.Combine(AppContext.BaseDirectory, "Deploys/Running/StandIns/cluster");
        var variables = new Dictionary<string, string?>(spec.Environment) { ["CLUSTER"] = cluster, ["ANSIBLE_ACTION_PLUGINS"] = standIns, ["PATH"] = standIns + ":" + spec.Environment["PATH"] };
        var result = await ProcessRunner.RunAsync(spec with { Environment = variables }, TestContext.Current.CancellationToken);
        result.ExitCode.ShouldBe(broken is null ? 0 : 3, result.Error);
        File.ReadAllText(Path.Combine(cluster, "rebooted")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(rebooted.Split(' '));
        site.Progress.Steps.Single().State.ShouldBe(broken is null ? StepState.Succeeded : StepState.Failed);
    }
}
