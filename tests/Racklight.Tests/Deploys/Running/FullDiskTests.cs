using System.Diagnostics;
using Racklight.Deploys.Running.Journal;
using Racklight.State;
using Racklight.Tests.Images;

namespace Racklight.Tests.Deploys.Running;

/// <summary>The state directory on a small tmpfs, in a mount namespace of its own, and a playbook that says more than fits.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_ends_the_deploy_in_order_and_loses_nothing_that_was_written()
    {
        Need.Root();
        using var site = new DeploySite();
        File.AppendAllText(site.In("config/globals.yml"), "many: 400\n");
        var spec = site.Spec(site.Kolla("prechecks", "deploy", "post-deploy"));
        var copy = site.In("kept");
        var script = $"mount -t tmpfs -o size=6m none {site.State} && \"$@\"; code=$?; cp -a {site.State} {copy}; exit $code";
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("unshare", ["-m", "sh", "-c", script, "sh", spec.Program, .. spec.Arguments]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = site.Root },
        };
        foreach (var (name, value) in spec.Environment) process.StartInfo.Environment[name] = value;
        process.Start();
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var error = await said;
        process.ExitCode.ShouldBe(3, error[..Math.Min(error.Length, 4000)]);
        error.ShouldContain("no space left on the disk");
        var run = Racklight.Deploys.Running.RunDirectory.All(copy).Single();
        var progress = RunProgress.Read(run);
        progress.State.ShouldBe(DeployState.Failed);
        progress.Message!.ShouldContain("no space left on the disk");
        progress.Steps.Select(step => step.State).ShouldBe([StepState.Succeeded, StepState.Failed, StepState.Pending]);
        foreach (var file in new[] { run.ResultFile, run.JUnitFile }) File.Exists(file).ShouldBeTrue(file);
        File.ReadAllText(run.LogOf(progress.Spec, "prechecks")).ShouldContain("PLAY RECAP");
        var log = File.ReadAllText(run.LogOf(progress.Spec, "deploy"));
        log.ShouldContain("TASK [Write many lines]");
        log.ShouldEndWith("\n");
        site.Begun.ContainsKey("post-deploy").ShouldBeFalse();
    }
}
