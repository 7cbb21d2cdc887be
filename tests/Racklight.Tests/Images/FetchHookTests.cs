using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Racklight.App;
using Racklight.Images.Building;

namespace Racklight.Tests.Images;

/// <summary>The initramfs's own shell code against servers that misbehave, as processes: what it calls good is what gets mounted.</summary>
public sealed class FetchHookTests : IDisposable
{
    private const string Session = "0123456789abcdef0123456789abcdef";
    private readonly string _directory = Directory.CreateTempSubdirectory("rl-fetch-").FullName;
    private readonly byte[] _bytes = new byte[300_000];
    private readonly Digest _digest;

    public FetchHookTests()
    {
        new Random(7).NextBytes(_bytes);
        _digest = Digest.Of(_bytes);
        File.WriteAllText(Path.Combine(_directory, "lib.sh"), LiveFiles.Text("Live/dracut/90racklight/racklight-lib.sh"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_healthy_server_is_asked_once()
    {
        await using var server = await FaultyServer.StartAsync(_bytes);
        (await FetchAsync(server)).ExitCode.ShouldBe(0);
        server.Requests.ShouldBe(1);
        File.ReadAllBytes(Path.Combine(_directory, "rootfs")).ShouldBe(_bytes);
    }

    [Fact]
    public async Task A_transfer_that_breaks_at_40_percent_is_resumed_there_and_reported()
    {
        FaultyServer server = null!;
        server = await FaultyServer.StartAsync(_bytes, (http, number) => number == 1 ? server.CutAsync(http, 120_000) : server.SendAsync(http));
        await using var _ = server;
        (await FetchAsync(server)).ExitCode.ShouldBe(0);
        server.Ranges.ShouldContain(range => range.StartsWith("bytes=", StringComparison.Ordinal) && range != "bytes=0-");
        Events(server).ShouldContain(e => e.Level == "warning" && e.Message.Contains("broke at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_always_drops_at_40_percent_and_forgets_ranges_is_given_up()
    {
        FaultyServer server = null!;
        server = await FaultyServer.StartAsync(_bytes, (http, _) => server.CutAsync(http, 120_000));
        await using var _ = server;
        var result = await FetchAsync(server, tries: 4);
        result.ExitCode.ShouldBe(1);
        server.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task One_flipped_byte_is_never_called_good()
    {
        var damaged = (byte[])_bytes.Clone();
        damaged[200_000] ^= 1;
        await using var server = await FaultyServer.StartAsync(damaged);
        (await FetchAsync(server)).ExitCode.ShouldBe(1);
        server.Requests.ShouldBe(3);
        Events(server).Count(e => e.Level == "warning" && e.Message.Contains("checksum is wrong", StringComparison.Ordinal)).ShouldBe(3);
        new FileInfo(Path.Combine(_directory, "rootfs")).Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_byte_that_was_flipped_on_the_way_is_mended_by_the_next_transfer()
    {
        var damaged = (byte[])_bytes.Clone();
        damaged[0] ^= 1;
        FaultyServer server = null!;
        server = await FaultyServer.StartAsync(_bytes, (http, number) => number == 1 ? Results.Bytes(damaged).ExecuteAsync(http) : server.SendAsync(http));
        await using var _ = server;
        (await FetchAsync(server)).ExitCode.ShouldBe(0);
        Events(server).ShouldNotContain(e => e.Level == "error", "the boot goes on");
    }

    [Fact]
    public async Task Errors_of_the_server_are_retried_and_keep_what_was_received()
    {
        FaultyServer server = null!;
        server = await FaultyServer.StartAsync(_bytes, (http, number) => number switch
        {
            1 => server.CutAsync(http, 120_000),
            2 or 3 => Results.StatusCode(500).ExecuteAsync(http),
            _ => server.SendAsync(http),
        });
        await using var _ = server;
        (await FetchAsync(server)).ExitCode.ShouldBe(0);
        server.Ranges.Last().ShouldNotBe("");
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public async Task A_whole_answer_of_another_length_is_never_called_good(int length)
    {
        var other = new byte[length];
        _bytes.AsSpan(0, Math.Min(length, _bytes.Length)).CopyTo(other);
        await using var server = await FaultyServer.StartAsync(other);
        (await FetchAsync(server, tries: 3)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_without_ranges_is_read_from_the_start_again()
    {
        FaultyServer server = null!;
        server = await FaultyServer.StartAsync(_bytes, (http, number) => number == 1 ? server.CutAsync(http, 120_000) : Results.Bytes(_bytes).ExecuteAsync(http));
        await using var _ = server;
        (await FetchAsync(server)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task No_server_at_all_ends_with_a_reason_and_without_a_file()
    {
        var result = await ShellAsync("http://127.0.0.1:1", "rl_fetch \"$RL_SERVER/x\" \"$F\" \"$RL_DIGEST\" \"$RL_SIZE\" || { echo \"$RL_WHY\"; exit 1; }", tries: 2);
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("connect", Case.Insensitive);
    }

    [Fact]
    public async Task Too_little_memory_is_said_in_numbers()
    {
        File.WriteAllText(Path.Combine(_directory, "meminfo"), "MemTotal: 900000 kB\nMemAvailable: 102400 kB\n");
        var result = await ShellAsync("http://127.0.0.1:1", "rl_memory 104857600");
        result.Output.ShouldBe("needs 292 MiB of free memory, has 100 MiB");
        (await ShellAsync("http://127.0.0.1:1", "RL_SPARE=0; rl_memory 104857600")).Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_credential_is_random_posted_once_and_readable_by_root_only()
    {
        await using var server = await FaultyServer.StartAsync(_bytes);
        await ShellAsync(server.Url, "rl_credential");
        var (path, body) = server.Posts.Single();
        path.ShouldBe($"/boots/{Session}/credential");
        var secret = JsonDocument.Parse(body).RootElement.GetProperty("credential").GetString()!;
        secret.ShouldMatch("^[0-9a-f]{64}$");
        File.ReadAllText(Path.Combine(_directory, "credential")).ShouldBe(secret);
        File.GetUnixFileMode(Path.Combine(_directory, "credential")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Only_lines_that_are_keys_let_anybody_in()
    {
        await using (var server = await FaultyServer.StartAsync(_bytes, keys: "<html>\nssh-ed25519 AAAAC3Nza ops\n# no\n"))
        {
            await ShellAsync(server.Url, "rl_keys");
            File.ReadAllText(Path.Combine(_directory, "keys", "root")).ShouldBe("ssh-ed25519 AAAAC3Nza ops\n");
        }
        Directory.Delete(Path.Combine(_directory, "keys"), recursive: true);
        await using var none = await FaultyServer.StartAsync(_bytes);
        await ShellAsync(none.Url, "rl_keys");
        Directory.GetFiles(Path.Combine(_directory, "keys")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("rl_credential", "credential")]
    [InlineData("rl_keys", "keys/root")]
    public async Task A_server_that_is_just_restarting_is_asked_again(string command, string file)
    {
        await using var server = await FaultyServer.StartAsync(_bytes, keys: "ssh-ed25519 AAAAC3Nza ops\n", away: 2);
        await ShellAsync(server.Url, command);
        File.ReadAllText(Path.Combine(_directory, file)).ShouldNotBeEmpty();
        if (command == "rl_credential") server.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Keys_that_never_come_are_a_warning_on_the_timeline_not_the_end_of_the_boot()
    {
        await using var server = await FaultyServer.StartAsync(_bytes, keys: "ssh-ed25519 AAAAC3Nza ops\n", away: 2);
        await ShellAsync(server.Url, "RL_PATIENCE=2 rl_keys");
        Events(server).ShouldContain(e => e.Level == "warning" && e.Message.Contains("nobody can log in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_carry_text_that_cannot_break_their_json()
    {
        await using var server = await FaultyServer.StartAsync(_bytes);
        await ShellAsync(server.Url, "rl_event rootfs error 'a \"quote\", a \\ and\na line' '{\"n\":1}'");
        var root = JsonDocument.Parse(server.Posts.Single().Body).RootElement;
        root.GetProperty("message").GetString().ShouldBe("a quote, a  anda line");
        root.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("racklight.image=", "racklight.image= is missing")]
    [InlineData("racklight.rootfs=abc/1", "racklight.rootfs= is missing or has no sha256")]
    [InlineData("racklight.server=ftp://x", "racklight.server= is missing or no http URL")]
    public async Task A_command_line_that_will_not_do_is_refused_in_words(string word, string complaint)
        => (await ShellAsync("http://127.0.0.1:1", "rl_configure; rl_complaint", extra: word)).Output.ShouldContain(complaint);

    [Fact]
    public async Task The_machine_id_comes_from_the_hardware_and_placeholders_do_not_count()
    {
        var net = Directory.CreateDirectory(Path.Combine(_directory, "sys/class/net/eth0")).FullName;
        var dmi = Directory.CreateDirectory(Path.Combine(_directory, "sys/class/dmi/id")).FullName;
        File.WriteAllText(Path.Combine(net, "address"), "52:54:00:20:00:01\n");
        async Task<string> IdAsync(string uuid)
        {
            File.WriteAllText(Path.Combine(dmi, "product_uuid"), uuid + "\n");
            return (await ShellAsync("http://127.0.0.1:1", "rl_machine_id eth0")).Output;
        }
        var first = await IdAsync("11112222-3333-4444-5555-66667777AAAA");
        first.ShouldMatch("^[0-9a-f]{32}$");
        (await IdAsync("11112222-3333-4444-5555-66667777aaaa")).ShouldBe(first);
        (await IdAsync("11112222-3333-4444-5555-66667777aaab")).ShouldNotBe(first);
        var byMac = await IdAsync("00000000-0000-0000-0000-000000000000");
        byMac.ShouldNotBe(first);
        (await IdAsync("03000200-0400-0500-0006-000700080009")).ShouldBe(byMac);
    }

    private Task<ProcessResult> FetchAsync(FaultyServer server, int tries = 20)
        => ShellAsync(server.Url, "rl_fetch \"$RL_SERVER/images/$RL_IMAGE/rootfs\" \"$F\" \"$RL_DIGEST\" \"$RL_SIZE\"", tries);

    private Task<ProcessResult> ShellAsync(string url, string script, int tries = 20, string extra = "")
    {
        File.WriteAllText(Path.Combine(_directory, "cmdline"), $"quiet racklight.server={url} racklight.boot={Session} racklight.image={_digest} racklight.rootfs={_digest}/{_bytes.Length} {extra}\n");
        return ProcessRunner.RunAsync(new ProcessSpec("dash", "-c", ". \"$RL_RUN/lib.sh\"; F=$RL_RUN/rootfs; rl_configure; " + script)
        {
            Limit = TimeSpan.FromMinutes(2),
            Environment = new Dictionary<string, string?>
            {
                ["RL_RUN"] = _directory, ["RL_CMDLINE"] = Path.Combine(_directory, "cmdline"), ["RL_CONSOLE"] = "/dev/null", ["RL_PAUSE"] = "0",
                ["RL_TRIES"] = tries.ToString(System.Globalization.CultureInfo.InvariantCulture), ["RL_SYS"] = Path.Combine(_directory, "sys"), ["RL_MEMINFO"] = Path.Combine(_directory, "meminfo"),
            },
        });
    }

    private static List<(string Level, string Message)> Events(FaultyServer server) => [.. server.Posts.Where(post => post.Path.EndsWith("/events", StringComparison.Ordinal))
        .Select(post => JsonDocument.Parse(post.Body).RootElement).Select(root => (root.GetProperty("level").GetString()!, root.GetProperty("message").GetString()!))];
}
