using System.Globalization;
using System.Text.RegularExpressions;
using Racklight.Acceptance.Boots;

namespace Racklight.Acceptance.Images;

/// <summary>An image build that is ended in the middle of its first step, where most is mounted and most processes run.</summary>
[Collection(BootCollection.Name)]
public sealed partial class InterruptedBuildTests : IDisposable
{
    private readonly string _state = Directory.CreateDirectory("/var/tmp/racklight-interrupted-" + Guid.NewGuid().ToString("N")[..8]).FullName;

    public InterruptedBuildTests() => Needs.Host();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory(Timeout = 300_000)]
    [InlineData(RacklightProgram.Interrupt)]
    [InlineData(RacklightProgram.Terminate)]
    public async Task Nothing_of_it_runs_or_is_mounted_afterwards(int signal)
    {
        var site = await TestSite.WriteAsync(Directory.CreateDirectory(Path.Combine(_state, "site")).FullName, "n1", "full", "binl", Token);
        await using (var build = await BuildUntilUnderWayAsync(site))
        {
            build.Signal(signal);
            (await build.WaitForExitAsync(Token)).ShouldNotBe(0);
        }
        Leftovers().ShouldBeEmpty();
    }

    [Fact(Timeout = 300_000)]
    public async Task After_a_kill_the_next_build_begins_the_step_anew()
    {
        var site = await TestSite.WriteAsync(Directory.CreateDirectory(Path.Combine(_state, "site")).FullName, "n1", "full", "binl", Token);
        await using (var build = await BuildUntilUnderWayAsync(site))
        {
            build.Signal(RacklightProgram.Kill);
            await build.WaitForExitAsync(Token);
        }
        await using (var again = await BuildUntilUnderWayAsync(site))
        {
            again.Signal(RacklightProgram.Interrupt);
            (await again.WaitForExitAsync(Token)).ShouldNotBe(0);
        }
        Leftovers().ShouldBeEmpty();
    }

    private async Task<LoggedProcess> BuildUntilUnderWayAsync(TestSite site)
    {
        // What a killed build left runs on until this one sweeps it up: that is not what is waited for.
        var before = Processes().Select(process => process.Pid).ToHashSet();
        var build = new LoggedProcess(RacklightProgram.Start(null, "image", "build", TestSite.Image, "--site", site.Directory, "--state", Path.Combine(_state, "state")), Path.Combine(_state, "build.log"));
        try
        {
            // dpkg at work in the tree: mmdebstrap, its namespaces and its mounts are all there.
            while (!Processes().Any(process => !before.Contains(process.Pid) && Unpacking().IsMatch(process.Command)))
            {
                build.HasExited.ShouldBeFalse(await File.ReadAllTextAsync(Path.Combine(_state, "build.log"), Token));
                await Task.Delay(50, Token);
            }
            return build;
        }
        catch
        {
            await build.DisposeAsync();
            throw;
        }
    }

    private List<string> Leftovers() => [.. Processes().Select(process => process.Command), .. File.ReadLines("/proc/self/mounts").Where(line => line.Contains(_state, StringComparison.Ordinal))];

    private IEnumerable<(int Pid, string Command)> Processes()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            if (text.Contains(_state, StringComparison.Ordinal)) yield return (int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture), text);
        }
    }

    [GeneratedRegex(@"\b(dpkg|apt-get|mmdebstrap)\b")]
    private static partial Regex Unpacking();
}
