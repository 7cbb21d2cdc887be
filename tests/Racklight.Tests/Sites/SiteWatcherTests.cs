using Microsoft.Extensions.Time.Testing;
using Racklight.Sites;

namespace Racklight.Tests.Sites;

public sealed class SiteWatcherTests
{
    [Fact]
    public async Task A_faulty_edit_keeps_the_last_good_site_and_a_good_one_replaces_it()
    {
        using var site = TemporarySite.Good();
        var time = new FakeTimeProvider();
        using var watcher = SiteWatcher.Open(site.Root, time);
        var changes = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        watcher.Changed += () => changes.Writer.TryWrite(true);
        await watcher.StartAsync(TestContext.Current.CancellationToken);

        site.Write("nodes/r1n2.yaml", "mak: 52:54:00:20:00:02\n");
        await Next();
        watcher.Current.Nodes.Keys.ShouldBe(["r1n1"]);
        watcher.Problems.ShouldContain(problem => problem.Message.Contains("did you mean `mac`?"));

        site.Write("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02 # mended\n");
        await Next();
        watcher.Current.Nodes.Keys.ShouldBe(["r1n1", "r1n2"], ignoreOrder: true);
        watcher.Problems.ShouldBeEmpty();
        await watcher.StopAsync(TestContext.Current.CancellationToken);

        async Task Next()
        {
            var change = changes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            while (!change.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.WhenAny(change, Task.Delay(20, TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public void A_site_that_is_faulty_from_the_start_ends_the_command_with_its_problems()
    {
        using var site = TemporarySite.Good().Write("site.yaml", "sit: x\n");
        Should.Throw<ProblemException>(() => SiteWatcher.Open(site.Root, TimeProvider.System)).Problems.Count.ShouldBeGreaterThan(1);
    }
}
