using Racklight.App;
using Racklight.Images.Building;

namespace Racklight.Tests.Images;

public sealed class LiveScriptTests
{
    public static TheoryData<string> Scripts => [.. typeof(LiveFiles).Assembly.GetManifestResourceNames()
        .Where(name => (name.StartsWith("Live/", StringComparison.Ordinal) || name.StartsWith("Building/", StringComparison.Ordinal)) && (name.EndsWith(".sh", StringComparison.Ordinal) || name.Contains("/scripts/", StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Every_script_parses_in_the_shell_that_runs_it(string name)
    {
        var shell = name.EndsWith("module-setup.sh", StringComparison.Ordinal) ? "bash" : "dash";
        var result = await ProcessRunner.RunAsync(new ProcessSpec(shell, "-n", "-s") { Input = LiveFiles.Text(name) });
        result.ExitCode.ShouldBe(0, result.Error);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Every_script_passes_shellcheck(string name)
    {
        Need.Program("shellcheck");
        var shell = name.EndsWith("module-setup.sh", StringComparison.Ordinal) ? "bash" : "dash";
        // 2154: dracut's own variables. 2174: the parents of /run/racklight exist. 2034: used by the script that sources it.
        var result = await ProcessRunner.RunAsync(new ProcessSpec("shellcheck", "-s", shell, "-S", "warning", "-e", "SC2154,SC2174,SC2034,SC1007,SC2086", "-") { Input = LiveFiles.Text(name) });
        result.ExitCode.ShouldBe(0, result.Output);
    }

    [Fact]
    public void What_goes_into_an_image_has_one_hash() => LiveFiles.Hash.ShouldMatch("^[0-9a-f]{64}$");
}
