using Racklight.Deploys.Running;

namespace Racklight.Tests.Deploys.Running;

/// <summary>A playbook prints secrets in every way; afterwards everything that the run left is searched for them.</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task No_secret_is_in_logs_artifacts_output_process_arguments_or_temporary_files()
    {
        using var site = new DeploySite();
        site.Hold("post-deploy");
        using var front = site.Start(site.Kolla("deploy", "post-deploy"));
        await site.ReachedAsync("post-deploy");
        var forbidden = DeploySite.Forbidden().ToList();
        // While it runs: every process of the machine, and what lies in the run's private directory.
        LeakSearch.InCommandLines(forbidden);
        LeakSearch.Below(PrivateScratch.PathOf(site.Run.Id), forbidden);
        LeakSearch.Below(site.State, forbidden);
        await site.KillRunnerAsync();
        await front.WaitForExitAsync(TestContext.Current.CancellationToken);
        site.LetGo("post-deploy");
        var resumed = await site.RunAsync("resume", site.Run.Id);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        // The search must be able to find something: what is hidden is shown to be so, and the plain words around it are there.
        var log = File.ReadAllText(site.Run.LogOf(site.Progress.Spec, "deploy"));
        log.ShouldContain("plain [hidden keystone_admin_password]");
        log.ShouldContain("base64 [hidden keystone_admin_password]");
        LeakSearch.Below(site.State, forbidden);
        LeakSearch.Below(site.In("home"), forbidden);
        LeakSearch.In(System.Text.Encoding.UTF8.GetBytes(resumed.Output + resumed.Error), forbidden, "the output");
        Directory.Exists(PrivateScratch.PathOf(site.Run.Id)).ShouldBeFalse();
        Should.Throw<ShouldAssertException>(() => LeakSearch.In(System.Text.Encoding.UTF8.GetBytes("x" + DeploySite.Secret), forbidden, "the proof"));
    }
}
