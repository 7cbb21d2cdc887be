using Racklight.NetBoot.Ipxe;
using Racklight.Networks.Lint;

namespace Racklight.Tests.Networks;

public sealed class MenuLintTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-lint-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Scripts_of_a_directory_are_checked_together()
    {
        await WriteAsync("boot.cfg", "#!ipxe\nset mirror http://a\nexit\n");
        await WriteAsync("sub/menu.ipxe", "#!ipxe\nchain ${mirror}/x || goto nowhere\nexit\n");
        await WriteAsync("notes.txt", "goto nowhere");
        var files = await ScriptFiles.ReadAsync([_directory.FullName], TestContext.Current.CancellationToken);
        files.Select(file => Path.GetRelativePath(_directory.FullName, file.Name)).ShouldBe(["boot.cfg", "sub/menu.ipxe"]);
        var line = LintLine.Check(files, IpxeCapabilities.Oldest).Single();
        (line.Id, line.Severity, line.Line, line.Column, line.Text).ShouldBe(("dangling-goto", "error", 2, 27, "nowhere"));
        LintLine.Summary(files.Count, [line], IpxeCapabilities.Oldest).ShouldBe("2 scripts for the oldest supported iPXE: 1 errors, 0 warnings, 0 remarks");
    }

    [Fact]
    public async Task A_directory_without_scripts_and_a_path_that_is_not_there_are_refused()
    {
        await WriteAsync("notes.txt", "no script");
        await Should.ThrowAsync<ProblemException>(() => ScriptFiles.ReadAsync([_directory.FullName], TestContext.Current.CancellationToken));
        await Should.ThrowAsync<ProblemException>(() => ScriptFiles.ReadAsync([Path.Combine(_directory.FullName, "none")], TestContext.Current.CancellationToken));
    }

    private async Task WriteAsync(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }
}
