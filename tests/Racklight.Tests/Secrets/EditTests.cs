using System.Diagnostics;
using Racklight.App;
using Racklight.Secrets.Editing;

namespace Racklight.Tests.Secrets;

/// <summary><c>racklight secret edit</c> with real editors and scripts in their place.</summary>
public sealed class EditTests : IAsyncLifetime
{
    private static readonly string Needle = "needle-" + Guid.NewGuid().ToString("N");
    private readonly SecretProgram _program = new();

    public async ValueTask InitializeAsync()
    {
        _program.Write("s.yml", $"a: {Needle}\nb: 2\n");
        (await _program.RunAsync("encrypt", "s.yml", "--vault-id", "prod@pw")).ExitCode.ShouldBe(0);
        File.SetUnixFileMode(_program.At("s.yml"), (UnixFileMode)0b110_100_000);
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_not_changed_is_not_written()
    {
        var (before, written) = (_program.Read("s.yml"), File.GetLastWriteTimeUtc(_program.At("s.yml")));
        var result = await EditAsync("true");
        (result.ExitCode, result.Error.Split('\n')[^1]).ShouldBe((0, "s.yml: unchanged"));
        (_program.Read("s.yml"), File.GetLastWriteTimeUtc(_program.At("s.yml"))).ShouldBe((before, written));
    }

    [Fact]
    public async Task What_was_changed_keeps_label_and_mode_and_gets_a_new_salt()
    {
        var before = _program.Read("s.yml");
        (await EditAsync(_program.Script("ed", "for f; do :; done; sed -i 's/b: 2/b: 3/' \"$f\""))).ExitCode.ShouldBe(0);
        _program.Read("s.yml").ShouldStartWith("$ANSIBLE_VAULT;1.2;AES256;prod\n");
        _program.Read("s.yml").Split('\n')[1].ShouldNotBe(before.Split('\n')[1]);
        File.GetUnixFileMode(_program.At("s.yml")).ShouldBe((UnixFileMode)0b110_100_000);
        (await _program.WithPasswordAsync("view", "s.yml")).Output.ShouldBe($"a: {Needle}\nb: 3");
    }

    [Fact]
    public async Task While_it_is_edited_no_secret_is_in_arguments_or_files()
    {
        // The editor says where its file is, and waits until we have looked around.
        (await _program.RunAsync("mkfifo", ["out", "in"])).ExitCode.ShouldBe(0);
        var running = EditAsync(_program.Script("ed", $"for f; do :; done; stat -c '%a %n' \"$f\" > {_program.At("out")}; read x < {_program.At("in")}"));
        var said = (await File.ReadAllTextAsync(_program.At("out"))).Trim().Split(' ');
        said[0].ShouldBe("600");
        if (Environment.IsPrivilegedProcess) File.Exists(said[1]).ShouldBeFalse("it is in a namespace of its own");
        Arguments().ShouldNotContain(Needle);
        Arguments().ShouldNotContain("geheim");
        foreach (var place in (string[])[_program.Root, "/dev/shm", Path.GetTempPath()])
        {
            FilesWith(place, Needle).Where(path => path != said[1]).ShouldBeEmpty(place);
        }
        await File.WriteAllTextAsync(_program.At("in"), "go\n");
        (await running).ExitCode.ShouldBe(0);
        File.Exists(said[1]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task When_it_is_killed_the_plain_text_is_gone_and_the_vault_as_it_was(string signal)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "without the right to mount, the next edit sweeps");
        var before = _program.Read("s.yml");
        (await _program.RunAsync("mkfifo", ["out"])).ExitCode.ShouldBe(0);
        _program.Environment["EDITOR"] = _program.Script("ed", $"for f; do :; done; echo $$ \"$f\" > {_program.At("out")}; exec sleep 300");
        using var process = ProcessRunner.Start(_program.Spec("edit", "s.yml", "--vault-password-file", "pw"));
        var said = (await File.ReadAllTextAsync(_program.At("out"))).Trim().Split(' ');
        (await _program.RunAsync("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])).ExitCode.ShouldBe(0);
        await process.WaitForExitAsync();
        if (signal == "KILL") (await _program.RunAsync("kill", ["-KILL", said[0]])).ExitCode.ShouldBe(0);
        File.Exists(said[1]).ShouldBeFalse();
        FilesWith("/run/racklight-edit", Needle).ShouldBeEmpty();
        _program.Read("s.yml").ShouldBe(before);
    }

    [Theory]
    [InlineData("vim", "vim -N -u VIMRC -es -c '%s/b: 2/b: 4/' -c wq", null)]
    [InlineData("ed", "ed -s", "s/2/4/\nw\nq\n")]
    public async Task Real_editors_leave_nothing_behind(string program, string command, string? typed)
    {
        Images.Need.Program(program);
        // A user whose settings ask for every file that an editor can leave.
        _program.Write(".vimrc", "set backup undofile swapfile directory=~/ backupdir=~/ undodir=~/ viminfo='100,<50,s10,h,n~/.viminfo\n");
        _program.Environment["EDITOR"] = command.Replace("VIMRC", _program.At(".vimrc"), StringComparison.Ordinal);
        _program.Environment["TERM"] = "dumb";
        var result = await ProcessRunner.RunAsync(_program.Spec("edit", "s.yml", "--vault-password-file", "pw") with { Input = typed });
        result.ExitCode.ShouldBe(0, result.Error + result.Output);
        (await _program.WithPasswordAsync("view", "s.yml")).Output.ShouldBe($"a: {Needle}\nb: 4");
        FilesWith(_program.Root, Needle).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_that_cannot_be_encrypted_is_refused_and_the_file_stays()
    {
        using (var keyring = Vault.AnsibleVault.Keyring()) _program.Write("i.yml", $"x: {Racklight.Vault.Inline.InlineText.Block(keyring.Seal("inner"u8))}\n");
        var before = _program.Read("i.yml");
        _program.Environment["EDITOR"] = _program.Script("ed", "for f; do :; done; echo 'y: [' >> \"$f\"");
        var result = await _program.WithPasswordAsync("edit", "i.yml");
        (result.ExitCode, _program.Read("i.yml")).ShouldBe((2, before));
        result.Error.ShouldContain("i.yml:");
    }

    [Fact]
    public void Where_plain_text_may_lie_is_memory()
    {
        EditDirectory.IsMemory("/dev/shm").ShouldBeTrue();
        EditDirectory.IsMemory("/proc").ShouldBeFalse();
    }

    [Theory]
    [InlineData("vim.basic", "-n")]
    [InlineData("nano", "--ignorercfiles")]
    [InlineData("emacs-nox", "--no-desktop")]
    public void Known_editors_are_told_to_leave_nothing(string name, string flag) => Editor.Options(name)!.ShouldContain(flag);

    [Fact]
    public void An_editors_command_line_is_split_as_a_shell_does() => Editor.Words("code\\ x --wait  'a b' \"c'd\"").ShouldBe(["code x", "--wait", "a b", "c'd"]);

    private async Task<ProcessResult> EditAsync(string editor)
    {
        _program.Environment["EDITOR"] = editor;
        return await _program.WithPasswordAsync("edit", "s.yml");
    }

    private static string Arguments()
    {
        var all = new System.Text.StringBuilder();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(path[6])))
        {
            try
            {
                all.Append(File.ReadAllText(process + "/cmdline")).Append('\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        return all.ToString();
    }

    /// <summary>Files below a place, changed in the last hour and of a size that an edit makes, that hold a text.</summary>
    private static List<string> FilesWith(string place, string text)
    {
        var found = new List<string>();
        if (!Directory.Exists(place)) return found;
        foreach (var path in Directory.EnumerateFiles(place, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 3 }))
        {
            try
            {
                var info = new FileInfo(path);
                if (info.Length is > 0 and < 100_000 && File.ReadAllText(path).Contains(text, StringComparison.Ordinal)) found.Add(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It went away, or is another test's.
            }
        }
        return found;
    }
}
