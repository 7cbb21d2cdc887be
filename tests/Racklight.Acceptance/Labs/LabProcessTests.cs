using Racklight.Acceptance.Boots;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Acceptance.Labs;

/// <summary><c>racklight lab up</c> as a process of its own, ended in every way a process can end.</summary>
[Collection(BootCollection.Name)]
public sealed class LabProcessTests
{
    public LabProcessTests() => Needs.Host();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000)]
    [InlineData(RacklightProgram.Interrupt)]
    [InlineData(RacklightProgram.Terminate)]
    public async Task A_lab_that_is_ended_leaves_nothing(int signal)
    {
        var name = RackName.Fresh("sig");
        var (lab, machine) = await UpAsync(name);
        await using (lab)
        {
            lab.Signal(signal);
            await lab.WaitForExitAsync(Token);
        }
        AssertGone(name, machine);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_a_killed_lab_left_is_swept_by_the_next_command()
    {
        var name = RackName.Fresh("kill");
        var (lab, machine) = await UpAsync(name);
        await using (lab)
        {
            lab.Signal(RacklightProgram.Kill);
            await lab.WaitForExitAsync(Token);
        }
        machine.IsAlive().ShouldBeTrue("nothing ended QEMU yet");
        var status = await RacklightProgram.RunAsync(Token, "lab", "status");
        status.ExitCode.ShouldBe(0, status.Error);
        AssertGone(name, machine);
    }

    [Fact(Timeout = 300_000)]
    public async Task Another_terminal_sees_switches_photographs_and_ends_a_lab()
    {
        var name = RackName.Fresh("verbs");
        var (lab, machine) = await UpAsync(name);
        var png = Path.Combine(Path.GetTempPath(), name + ".png");
        try
        {
            await using (lab)
            {
                (await DoneAsync("lab", "status", "-o", "json")).ShouldContain($"\"name\": \"{name}\"");
                await DoneAsync("lab", "screenshot", name + "/n1", png);
                (await File.ReadAllBytesAsync(png, Token))[..4].ShouldBe<byte>([0x89, 0x50, 0x4E, 0x47]);
                (await DoneAsync("lab", "exec", name, "--", "ip", "-brief", "address", "show", "rack0")).ShouldContain("10.20.0.1/24");
                await DoneAsync("lab", "power", name + "/n1", "off");
                machine.IsAlive().ShouldBeFalse();
                LabRegistry.Find(name).Machines.Single().State.ShouldBe(PowerState.Off);
                await DoneAsync("lab", "power", name + "/n1", "on");
                await DoneAsync("lab", "power", name + "/n1", "reset");
                await DoneAsync("lab", "down", name);
                (await lab.WaitForExitAsync(Token)).ShouldBe(0);
            }
        }
        finally
        {
            File.Delete(png);
        }
        AssertGone(name, machine);
    }

    private static async Task<(LoggedProcess Lab, ProcessMark Machine)> UpAsync(string name)
    {
        var log = Path.Combine(Path.GetTempPath(), name + ".log");
        var lab = new LoggedProcess(RacklightProgram.Start(null, "lab", "up", "--name", name, "--memory", "128M", "--disk", "16M"), log);
        await lab.WaitForLineAsync(new("Ctrl-C takes it down"), Token);
        File.Delete(log);
        return (lab, ProcessMark.Of(LabRegistry.Find(name).Machines.Single().Pid!.Value));
    }

    private static async Task<string> DoneAsync(params string[] arguments)
    {
        var result = await RacklightProgram.RunAsync(Token, arguments);
        result.ExitCode.ShouldBe(0, string.Join(' ', arguments) + ": " + result.Error);
        return result.Output;
    }

    private static void AssertGone(string name, ProcessMark machine)
    {
        machine.IsAlive().ShouldBeFalse("QEMU runs on");
        File.Exists("/run/netns/rl-" + name).ShouldBeFalse("the namespace is there");
        Directory.Exists(LabRegistry.DirectoryOf(name)).ShouldBeFalse("the run directory is there");
        File.Exists(Path.Combine(LabRegistry.Directory, name + ".lock")).ShouldBeFalse("the lock is there");
        Directory.Exists("/var/tmp/racklight-lab-" + name).ShouldBeFalse("the work directory is there");
        File.ReadAllText("/proc/self/mounts").ShouldNotContain("rl-" + name);
        Directory.EnumerateFiles(RunJournal.DefaultDirectory).SelectMany(File.ReadLines).ShouldNotContain(line => line.Contains(name, StringComparison.Ordinal));
    }
}
