using System.Text.Json;
using Racklight.App;

namespace Racklight.Acceptance.Boots;

/// <summary>What the store promised and what it holds are two things: a machine believes neither before it has measured.</summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "fault")]
public sealed class DamagedImageTests(BootFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 10 * 60 * 1000)]
    public async Task A_root_file_with_one_flipped_byte_is_never_run_and_up_ends_with_exit_code_3()
    {
        Needs.Host();
        // Beside the shared state: hard links do not leave a file system.
        var directory = Directory.CreateDirectory($"{Path.TrimEndingDirectorySeparator(fixture.State)}-damaged-{Guid.NewGuid():N}").FullName;
        try
        {
            var site = await TestSite.WriteAsync(Path.Combine(directory, "site"), "n1", "full", "binl", Token);
            await fixture.EnsureImageAsync(site, Token);
            var state = Directory.CreateDirectory(Path.Combine(directory, "state")).FullName;
            await LinkStateAsync(fixture.State, state, await RootDigestAsync());

            var result = await RacklightProgram.RunAsync(Token, "up", "--until", "live", "-o", "json", "--site", site.Directory, "--state", state);

            result.ExitCode.ShouldBe(3, result.Error + result.Output);
            using var report = JsonDocument.Parse(result.Output);
            report.RootElement.GetProperty("state").GetString().ShouldBe("failed");
            report.RootElement.GetProperty("problem").GetString()!.ShouldContain("checksum is wrong");
            var timeline = report.RootElement.GetProperty("timeline").EnumerateArray()
                .Select(e => (Step: e.GetProperty("step").GetString(), Level: e.GetProperty("level").GetString(), Message: e.GetProperty("message").GetString()!)).ToList();
            timeline.Count(e => e.Level == "warning" && e.Message.Contains("checksum is wrong", StringComparison.Ordinal)).ShouldBeGreaterThan(1, "it tried again");
            timeline.ShouldNotContain(e => e.Step == "live" || e.Message == "mounted");
            var console = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(state, "failed"), "console.log", SearchOption.AllDirectories).ShouldHaveSingleItem(), Token);
            console.ShouldContain("THIS MACHINE COULD NOT BOOT ITS IMAGE");
            console.ShouldNotContain("RACKLIGHT-LIVE");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<string> RootDigestAsync()
    {
        var shown = await RacklightProgram.RunAsync(Token, "image", "show", TestSite.Image, "-o", "json", "--state", fixture.State);
        shown.ExitCode.ShouldBe(0, shown.Error);
        using var image = JsonDocument.Parse(shown.Output);
        return image.RootElement.GetProperty("rootfsDigest").GetString()!;
    }

    /// <summary>A state directory whose files are the shared one's, but for one of them, in which one bit differs.</summary>
    private static async Task LinkStateAsync(string from, string to, string damaged)
    {
        foreach (var name in (string[])["build", "images"]) Directory.CreateSymbolicLink(Path.Combine(to, name), Path.Combine(from, name));
        await ProcessRunner.RequireAsync(new ProcessSpec("cp", "-al", Path.Combine(from, "artifacts"), to), Token);
        var file = Path.Combine(to, "artifacts", damaged);
        var bytes = await File.ReadAllBytesAsync(file, Token);
        bytes[bytes.Length / 2] ^= 1;
        // Deleted first: the name's file is the shared one.
        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes, Token);
    }
}
