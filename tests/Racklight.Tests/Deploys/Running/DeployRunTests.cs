using System.Xml.Linq;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.State;

namespace Racklight.Tests.Deploys.Running;

/// <summary>The real program runs stand-ins that call real Ansible on localhost.</summary>
public sealed class DeployRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deploy_runs_its_steps_is_recorded_and_leaves_its_artifacts()
    {
        using var site = new DeploySite();
        var result = await site.RunAsync(site.Kolla("prechecks", "deploy"));
        result.ExitCode.ShouldBe(0, result.Error);
        site.Log.ShouldContain("called prechecks -i");
        site.Begun.ShouldBe(new Dictionary<string, int> { ["prechecks"] = 1, ["deploy"] = 1 });
        result.Error.ShouldContain("TASK [Show a secret in all its forms]");
        foreach (var file in new[] { site.Run.ResultFile, site.Run.ReportFile, site.Run.VersionsFile, Path.Combine(site.Run.Inventory, site.In("config/multinode").TrimStart('/')) }) File.Exists(file).ShouldBeTrue(file);
        var suites = XDocument.Load(site.Run.JUnitFile).Root!;
        suites.Attribute("tests")!.Value.ShouldBe("2");
        suites.Attribute("failures")!.Value.ShouldBe("0");
        File.ReadAllText(site.Run.VersionsFile).ShouldContain("kolla-ansible 20.5.0 (stand-in)");
        await using var database = await site.OpenAsync();
        var deploy = (await database.Deploys.ListAsync("prod", 10, Token)).ShouldHaveSingleItem();
        (deploy.State, deploy.Who, deploy.Commit, deploy.Dirty, deploy.Whole, deploy.Release).ShouldBe((DeployState.Succeeded, "olga", site.Git("rev-parse", "HEAD"), false, true, "2025.1"));
        (await database.Deploys.StepsAsync(deploy.Id, Token)).Select(step => (step.Name, step.State, step.ExitCode)).ShouldBe([("prechecks", "succeeded", 0), ("deploy", "succeeded", 0)]);
        (await database.Deploys.FindLockAsync("prod", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_step_ends_the_deploy_with_artifacts_and_resume_goes_on_with_it()
    {
        using var site = new DeploySite();
        File.AppendAllText(site.In("config/globals.yml"), "fails: [pull]\n");
        var result = await site.RunAsync(site.Kolla("prechecks", "pull", "deploy"));
        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain("pull: exit code 2");
        XDocument.Load(site.Run.JUnitFile).Descendants("failure").Single().Value.ShouldContain("keystone is broken, its password is [hidden keystone_admin_password]");
        File.ReadAllText(site.Run.ReportFile).ShouldContain("keystone is broken");
        site.Progress.Steps.Select(step => step.State).ShouldBe([StepState.Succeeded, StepState.Failed, StepState.Pending]);
        File.WriteAllText(site.In("config/globals.yml"), "enable_keystone: \"yes\"\n");
        var resumed = await site.RunAsync("resume", site.Run.Id, "--vault-password-file", site.In("password"));
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        site.Begun.ShouldBe(new Dictionary<string, int> { ["prechecks"] = 1, ["pull"] = 2, ["deploy"] = 1 });
    }

    [Fact]
    public async Task The_last_words_of_a_step_are_shown_before_its_end_though_a_secret_might_begin_with_them()
    {
        using var site = new DeploySite();
        DeploySite.Secret.ShouldStartWith("Z");
        site.Program("bin/kolla-ansible", "echo 'there is no zone Z' >&2\nexit 4");
        var result = await site.RunAsync(site.Kolla("prechecks"));
        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain("there is no zone Z");
        result.Error.IndexOf("there is no zone Z", StringComparison.Ordinal).ShouldBeLessThan(result.Error.IndexOf("prechecks failed: exit code 4", StringComparison.Ordinal));
        File.ReadAllLines(site.Run.LogOf(site.Progress.Spec, "prechecks"))[^2..].Select(static line => line[25..]).ShouldBe(["e there is no zone Z", "- exit code 4"]);
    }

    [Fact]
    public async Task Killed_at_every_step_and_resumed_each_step_before_ran_once_the_killed_one_twice_and_none_was_skipped()
    {
        using var site = new DeploySite();
        string[] actions = ["prechecks", "pull", "deploy", "post-deploy"];
        var arguments = site.Kolla(actions);
        foreach (var action in actions)
        {
            site.Hold(action);
            using var front = site.Start(arguments);
            await site.ReachedAsync(action);
            var leader = site.Progress.Current!.Process;
            await site.KillRunnerAsync();
            await front.WaitForExitAsync(Token);
            front.ExitCode.ShouldBe(3);
            // The guard ends Ansible when its runner is no more: nobody works on the cloud unseen.
            await DeploySite.UntilAsync(() => !ProcessGroup.IsAlive(leader.Pid), "Ansible outlived its runner");
            site.Progress.Current!.Step.Name.ShouldBe(action);
            site.LetGo(action);
            arguments = ["resume", site.Run.Id];
        }
        (await site.RunAsync("list")).Output.ShouldContain("interrupted");
        File.ReadAllText(site.Run.ReportFile).ShouldContain("interrupted");
        var refused = await site.RunAsync(site.Kolla("deploy"));
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("nobody runs it now");
        var last = await site.RunAsync(arguments);
        last.ExitCode.ShouldBe(0, last.Error);
        site.Begun.ShouldBe(actions.ToDictionary(action => action, _ => 2));
        site.Log.Split('\n').Where(line => line.StartsWith("end ", StringComparison.Ordinal) && line.EndsWith(" 0", StringComparison.Ordinal)).ShouldBe(actions.Select(action => $"end {action} 0"));
    }

    [Fact]
    public async Task Of_two_deploys_at_once_the_second_is_told_who_holds_the_cloud()
    {
        using var site = new DeploySite();
        site.Hold("deploy");
        using var first = site.Start(site.Kolla("deploy"));
        await site.ReachedAsync("deploy");
        var second = await site.RunAsync(site.Kolla("reconfigure"));
        second.ExitCode.ShouldBe(1, second.Error);
        second.Error.ShouldContain($"prod is held by deploy {site.Run.Id}, which olga started on {Environment.MachineName}");
        (await site.RunAsync("lock")).Output.ShouldContain("runs");
        site.LetGo("deploy");
        await first.WaitForExitAsync(Token);
        first.ExitCode.ShouldBe(0);
        site.Begun.Keys.ShouldBe(["deploy"]);
    }

    [Fact]
    public async Task A_front_end_killed_before_its_supervisor_runs_leaves_a_lock_that_holds_nobody_up()
    {
        using var site = new DeploySite();
        // The first supervisor is held where it is started; later ones are not.
        site.Program("bin/setsid", $"if mkdir {site.In("gates/first")} 2>/dev/null; then\n  echo $$ > {site.In("gates/pid")}\n  while [ ! -e {site.In("gates/go")} ]; do sleep 0.1; done\nfi\nexec /usr/bin/setsid \"$@\"");
        using (var front = site.Start(site.Kolla("prechecks")))
        {
            await DeploySite.UntilAsync(() => File.Exists(site.In("gates/pid")) && File.ReadAllText(site.In("gates/pid")).EndsWith('\n'), "no supervisor was started");
            DeploySite.Signal(front.Id, 9);
            await front.WaitForExitAsync(Token);
        }
        var first = site.Run.Id;
        (await site.RunAsync("lock")).Output.ShouldContain("is gone");
        site.Hold("deploy");
        using (var second = site.Start(site.Kolla("deploy")))
        {
            await site.ReachedAsync("deploy");
            // The supervisor that was held comes to life when the cloud is another's.
            var late = ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(site.In("gates/pid"), Token), System.Globalization.CultureInfo.InvariantCulture))!.Value;
            await File.WriteAllTextAsync(site.In("gates/go"), "", Token);
            await DeploySite.UntilAsync(() => !late.IsAlive, "the late supervisor did not end");
            site.LetGo("deploy");
            await second.WaitForExitAsync(Token);
            second.ExitCode.ShouldBe(0);
        }
        site.Begun.ShouldBe(new Dictionary<string, int> { ["deploy"] = 1 });
        await using var database = await site.OpenAsync();
        (await database.Deploys.FindAsync(first, Token))!.ShouldSatisfyAllConditions(
            static deploy => deploy.State.ShouldBe(DeployState.Failed),
            static deploy => deploy.Message!.ShouldContain("it never began"));
        (await database.Deploys.FindLockAsync("prod", Token)).ShouldBeNull();
        // It is still there to be taken up.
        (await site.RunAsync("resume", first, "--vault-password-file", site.In("password"))).ExitCode.ShouldBe(0);
        site.Begun["prechecks"].ShouldBe(1);
    }

    [Fact]
    public async Task A_killed_front_end_ends_nothing()
    {
        using var site = new DeploySite();
        site.Hold("deploy");
        using var front = site.Start(site.Kolla("deploy", "post-deploy"));
        await site.ReachedAsync("deploy");
        front.Kill();
        await front.WaitForExitAsync(Token);
        site.LetGo("deploy");
        var attached = await site.RunAsync("attach", site.Run.Id);
        attached.ExitCode.ShouldBe(0, attached.Error);
        attached.Error.ShouldContain("post-deploy succeeded");
    }

    [Fact]
    public async Task Ctrl_C_ends_Ansible_and_then_the_deploy()
    {
        using var site = new DeploySite();
        site.Hold("deploy");
        using var front = site.Start(site.Kolla("deploy", "post-deploy"));
        await site.ReachedAsync("deploy");
        var leader = site.Progress.Current!.Process;
        DeploySite.Signal(front.Id, 2);
        await front.WaitForExitAsync(Token);
        front.ExitCode.ShouldBe(130);
        ProcessGroup.IsAlive(leader.Pid).ShouldBeFalse();
        site.Progress.State.ShouldBe(DeployState.Cancelled);
        site.Progress.Steps.Select(step => step.State).ShouldBe([StepState.Cancelled, StepState.Pending]);
        File.ReadAllText(site.Run.LogOf(site.Progress.Spec, "deploy")).ShouldContain("SIGINT to process group");
        File.Exists(site.Run.ReportFile).ShouldBeTrue();
        await using var database = await site.OpenAsync();
        (await database.Deploys.FindLockAsync("prod", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_ended_and_said_to_be()
    {
        using var site = new DeploySite();
        site.Hold("deploy");
        var result = await site.RunAsync(site.Kolla("--step-limit", "15s", "deploy"));
        result.ExitCode.ShouldBe(3, result.Error);
        result.Error.ShouldContain("took longer than 15 s and was ended");
        site.Progress.Current.ShouldBeNull();
        ProcessGroup.IsAlive(site.Progress.Steps[0].Process.Pid).ShouldBeFalse();
    }

    [Fact]
    public async Task A_failed_step_is_tried_again_as_often_as_asked()
    {
        using var site = new DeploySite();
        File.AppendAllText(site.In("config/globals.yml"), "fails: [pull]\n");
        var result = await site.RunAsync(site.Kolla("--retries", "1", "pull"));
        result.ExitCode.ShouldBe(3, result.Error);
        site.Begun["pull"].ShouldBe(2);
        result.Error.ShouldContain("tried again in 10 s (1 of 1)");
    }

    [Fact]
    public async Task Outside_of_its_window_a_deploy_is_refused_and_told_when_it_opens()
    {
        using var site = new DeploySite();
        var day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString()[..3];
        var result = await site.RunAsync(site.Kolla("--window", $"{day} 02:00-02:01 UTC", "deploy"));
        result.ExitCode.ShouldBe(1, result.Error);
        result.Error.ShouldContain($"it opens {day} ");
        site.Log.ShouldBe("");
        Directory.Exists(Path.Combine(site.State, "deploys")).ShouldBeFalse();
    }

    [Fact]
    public async Task Openstack_ansible_runs_by_the_names_of_its_release()
    {
        using var site = new DeploySite();
        string[] osa = ["run", "--tool", "osa", "--cloud", "prod", "--config", site.In("config"), "--vault-password-file", site.In("password")];
        var result = await site.RunAsync([.. osa, "--release", "2025.1"]);
        result.ExitCode.ShouldBe(0, result.Error);
        site.Log.Split('\n').Where(line => line.StartsWith("called ", StringComparison.Ordinal)).ShouldBe(["called openstack.osa.setup_hosts", "called openstack.osa.setup_infrastructure", "called openstack.osa.setup_openstack"]);
        (await site.RunAsync([.. osa, "--release", "2024.1", "setup-hosts"])).ExitCode.ShouldBe(0);
        site.Log.ShouldContain("called setup-hosts.yml");
    }

    [Fact]
    public async Task A_secret_in_an_argument_is_refused_before_anybody_can_see_it()
    {
        using var site = new DeploySite();
        var result = await site.RunAsync(site.Kolla("--extra=-e", $"--extra=password={DeploySite.Secret}", "deploy"));
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("[hidden keystone_admin_password]");
        result.Error.ShouldNotContain(DeploySite.Secret);
        Directory.Exists(Path.Combine(site.State, "deploys")).ShouldBeFalse();
    }
}
