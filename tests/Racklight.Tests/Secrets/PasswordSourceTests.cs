using Racklight.Secrets.Passwords;
using Racklight.Vault;

namespace Racklight.Tests.Secrets;

/// <summary>Where passwords come from, with real files and scripts.</summary>
public sealed class PasswordSourceTests : IDisposable
{
    private readonly SecretProgram _files = new();
    private readonly VaultKeyring _known = new();

    public void Dispose()
    {
        _known.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task A_file_a_script_and_a_client_script_give_their_password()
    {
        (await ReadAsync(_files.Write("file", " \ngeheim\t\n"))).Matches(VaultPassword.FromFile("geheim"u8)).ShouldBeTrue();
        (await ReadAsync(_files.Script("script", "echo ' geheim '"))).Matches(VaultPassword.FromScript(" geheim "u8)).ShouldBeTrue();
        (await ReadAsync(_files.Script("plain", "echo \"$# arguments\""), "prod")).Matches(VaultPassword.FromFile("0 arguments"u8)).ShouldBeTrue();
        (await ReadAsync(_files.Script("key-client.sh", "echo \"$1=$2\""), "prod")).Matches(VaultPassword.FromFile("--vault-id=prod"u8)).ShouldBeTrue();
        (await ReadAsync(_files.Script("bytes", "printf '\\377\\376'"))).Matches(VaultPassword.FromScript([0xFF, 0xFE])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_passwords_file_may_be_a_vault_of_an_earlier_one()
    {
        _known.Add("outer", VaultPassword.FromFile("geheim"u8));
        _files.Write("inner", "  " + System.Text.Encoding.ASCII.GetString(_known.Seal(" within \n"u8)));
        (await ReadAsync(_files.At("inner"))).Matches(VaultPassword.FromScript(" within "u8)).ShouldBeTrue();
        using var none = new VaultKeyring();
        (await Should.ThrowAsync<ProblemException>(() => new PasswordSource(new NoPrompt(), TimeSpan.FromMinutes(1)).ReadAsync(new VaultIdentity("a", _files.At("inner"), true), none, false, default)))
            .Message.ShouldContain("there is no password for it");
    }

    [Theory]
    [InlineData("exit 3", "failed with exit code 3")]
    [InlineData("exit 2", "failed with exit code 2")]
    [InlineData("echo", "the script printed nothing")]
    [InlineData(":", "the script printed nothing")]
    [InlineData("yes geheim | head -c 100000", "it printed more than 65,536 bytes")]
    [InlineData("cat /dev/zero", "it printed more than 65,536 bytes")]
    public async Task A_script_that_gives_none_says_why(string lines, string reason)
        => (await Should.ThrowAsync<ProblemException>(() => ReadAsync(_files.Script("script", lines), "prod"))).Message.ShouldContain(reason);

    [Fact]
    public async Task A_client_script_that_knows_no_such_id_is_told_apart()
        => (await Should.ThrowAsync<ProblemException>(() => ReadAsync(_files.Script("a-client", "exit 2"), "prod"))).Message.ShouldContain("it knows no password for the vault id `prod`");

    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("sleep 20 & echo geheim")]
    [InlineData("trap '' TERM; sleep 1000; echo geheim")]
    public async Task A_script_that_hangs_is_stopped(string lines)
    {
        var script = _files.Script("hang", lines);
        var source = new PasswordSource(new NoPrompt(), TimeSpan.FromSeconds(2));
        var problem = await Should.ThrowAsync<ProblemException>(() => source.ReadAsync(new VaultIdentity("prod", script, true), _known, false, default));
        problem.Message.ShouldContain("did not end within 2 s and was stopped");
        problem.Message.ShouldContain("RACKLIGHT_VAULT_SCRIPT_LIMIT");
    }

    [Fact]
    public async Task A_script_that_hangs_ends_with_its_caller()
    {
        var script = _files.Script("hang", $"echo x > {_files.At("started")}; exec sleep 1000");
        using var cancel = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(_files.Root, "started");
        watcher.Created += (_, _) => cancel.Cancel();
        watcher.EnableRaisingEvents = true;
        await Should.ThrowAsync<OperationCanceledException>(() => new PasswordSource(new NoPrompt(), TimeSpan.FromMinutes(5)).ReadAsync(new VaultIdentity("prod", script, true), _known, false, cancel.Token));
    }

    [Fact]
    public async Task What_is_no_source_is_named()
    {
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(_files.At("missing"), "prod"))).Message.ShouldContain($"the password's source {_files.At("missing")} (vault id `prod`): there is no such file");
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(_files.Root))).Message.ShouldContain("it is a directory");
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(_files.Write("empty", "\n")))).Message.ShouldContain("the password is empty");
        _files.Write("text", "geheim");
        File.SetUnixFileMode(_files.At("text"), (UnixFileMode)0b111_101_101);
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(_files.At("text")))).Message.ShouldContain($"chmod -x {_files.At("text")}");
    }

    private Task<VaultPassword> ReadAsync(string source, string? id = null)
        => new PasswordSource(new NoPrompt(), TimeSpan.FromMinutes(2)).ReadAsync(new VaultIdentity(id ?? VaultKeyring.DefaultId, source, id is not null), _known, false, default);

    private sealed class NoPrompt : IPasswordPrompt
    {
        public VaultPassword Ask(VaultIdentity identity, bool twice) => throw new InvalidOperationException("nobody is to be asked here");
    }
}
