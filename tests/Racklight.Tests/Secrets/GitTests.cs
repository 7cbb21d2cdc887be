using Racklight.Tests.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Tests.Secrets;

/// <summary>Diff and merge by key, by a real git.</summary>
public sealed class GitTests : IAsyncLifetime
{
    private readonly SecretProgram _program = new();

    public async ValueTask InitializeAsync()
    {
        Images.Need.Program("git");
        await GitAsync("init", "-q", "-b", "main");
        await GitAsync("config", "user.name", "test");
        await GitAsync("config", "user.email", "test@localhost");
        _program.Environment["ANSIBLE_VAULT_PASSWORD_FILE"] = _program.At("pw");
        (await _program.RunAsync("merge-driver", "--install")).ExitCode.ShouldBe(0);
        _program.Write(".gitattributes", "*.yml diff=racklight merge=racklight\n");
        _program.Write(".gitignore", "pw*\nracklight\n");
        await CommitAsync("# head\na: 1\nb: 2\nc: 3  # three\nd: 4\n", "base");
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Git_diff_names_the_keys_and_shows_no_value()
    {
        await WriteAsync("# head\na: geheimer\nc: 3\nd: 4\nnew: x\n");
        var diff = await GitAsync("diff");
        diff.ShouldBe("s.yml: 3 keys differ\n  ~ a\n  + new\n  - b");
        await GitAsync("config", "--unset", "diff.racklight.command");
        await GitAsync("config", "diff.racklight.textconv", "racklight secret view");
        diff = await GitAsync("diff");
        diff.ShouldContain("-a: 1\n");
        diff.ShouldContain("+a: geheimer\n");
    }

    [Fact]
    public async Task Changes_of_different_keys_are_merged()
    {
        await BranchesAsync("# head\na: 1\nb: 2\nc: 33  # three\nours: o\n", "# head\na: one\nb: 2\nc: 3  # three\nd: 4\ntheirs: |\n  t\n");
        await GitAsync("merge", "-q", "-m", "merged", "theirs");
        (await ViewAsync()).ShouldBe("# head\na: one\nb: 2\nc: 33  # three\nours: o\ntheirs: |\n  t");
        (await GitAsync("status", "--porcelain")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conflict_leaves_a_valid_vault_with_our_value_and_a_note()
    {
        await BranchesAsync("# head\na: ours\nb: 2\nc: 3  # three\nd: 4\n", "# head\na: theirs\nb: 2\nc: 3  # three\nd: 44\n");
        var merge = await _program.RunAsync("git", ["merge", "-q", "-m", "merged", "theirs"]);
        merge.ExitCode.ShouldBe(1);
        (merge.Output + merge.Error).ShouldContain("s.yml: error: conflict in `a`: ours changed it, theirs changed it; ours stays");
        (merge.Output + merge.Error).ShouldNotContain("a: ours");
        (await GitAsync("status", "--porcelain")).ShouldBe("UU s.yml");
        (await ViewAsync()).ShouldBe("# head\n# MERGE CONFLICT: theirs is theirs\na: ours\nb: 2\nc: 3  # three\nd: 44");
        (await _program.RunAsync("check")).Error.ShouldContain("a merge left conflicts in it");
    }

    [Fact]
    public async Task A_side_that_only_changed_the_password_gives_it_to_the_merged_file()
    {
        await BranchesAsync(null, "# head\na: theirs\nb: 2\nc: 3  # three\nd: 4\n", async () =>
        {
            (await _program.RunAsync("rekey", "s.yml", "--new-vault-id", "neu@pw2")).ExitCode.ShouldBe(0);
        });
        _program.Environment["ANSIBLE_VAULT_IDENTITY_LIST"] = "neu@pw2";
        await GitAsync("merge", "-q", "-m", "merged", "theirs");
        _program.Read("s.yml").ShouldStartWith("$ANSIBLE_VAULT;1.2;AES256;neu\n");
        (await ViewAsync()).ShouldContain("a: theirs");
    }

    [Fact]
    public async Task Single_values_keep_their_ciphertext_in_a_merge()
    {
        using var keyring = AnsibleVault.Keyring();
        string Block(string text) => InlineText.Block(keyring.Seal(System.Text.Encoding.UTF8.GetBytes(text)));
        var (a, b, other) = (Block("one"), Block("two"), Block("zwei"));
        await CommitPlainAsync($"a: {a}\nb: {b}\nc: 1\n", "inline");
        await GitAsync("checkout", "-q", "-b", "theirs");
        await CommitPlainAsync($"a: {a}\nb: {other}\nc: 1\n", "theirs");
        await GitAsync("checkout", "-q", "main");
        await CommitPlainAsync($"a: {a}\nb: {b}\nc: 2\n", "ours");
        await GitAsync("merge", "-q", "-m", "merged", "theirs");
        _program.Read("s.yml").ShouldBe($"a: {a}\nb: {other}\nc: 2\n");
    }

    [Fact]
    public async Task Without_the_password_the_merge_stays_with_git_and_nothing_is_lost()
    {
        await BranchesAsync("a: ours\n", "a: theirs\n");
        var before = _program.Read("s.yml");
        _program.Environment["ANSIBLE_VAULT_PASSWORD_FILE"] = _program.At("pw2");
        (await _program.RunAsync("git", ["merge", "-q", "-m", "merged", "theirs"])).ExitCode.ShouldBe(1);
        _program.Read("s.yml").ShouldBe(before);
    }

    private async Task BranchesAsync(string? ours, string theirs, Func<Task>? change = null)
    {
        await GitAsync("checkout", "-q", "-b", "theirs");
        await CommitAsync(theirs, "theirs");
        await GitAsync("checkout", "-q", "main");
        if (ours is not null) await WriteAsync(ours);
        if (change is not null) await change();
        await GitAsync("commit", "-qam", "ours");
    }

    private async Task CommitAsync(string text, string message)
    {
        await WriteAsync(text);
        await GitAsync("add", ".");
        await GitAsync("commit", "-qm", message);
    }

    private async Task CommitPlainAsync(string text, string message)
    {
        _program.Write("s.yml", text);
        await GitAsync("commit", "-qam", message);
    }

    private async Task WriteAsync(string text)
    {
        using var keyring = AnsibleVault.Keyring();
        await File.WriteAllBytesAsync(_program.At("s.yml"), keyring.Seal(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private async Task<string> ViewAsync()
    {
        var result = await _program.RunAsync("view", "s.yml");
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }

    private async Task<string> GitAsync(params string[] arguments)
    {
        var result = await _program.RunAsync("git", arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
