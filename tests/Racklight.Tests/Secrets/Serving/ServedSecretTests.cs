using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.App.Hosting;
using Racklight.State;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Secrets.Serving;

/// <summary>The whole server on loopback, serving a bare repository whose secrets ansible-vault encrypted.</summary>
public sealed class ServedSecretTests(VaultSamples samples) : IClassFixture<VaultSamples>
{
    private const string Marked = "52-54-00-20-00-01", Unmarked = "52-54-00-20-00-02", Careful = "52-54-00-20-00-03";
    private const string Node = "boots: debian-12\nanswers: { preseed.cfg: { format: preseed }, token: { format: text } }\n";
    private const string Preseed = "d-i debian-installer/locale string en_US\n{% if node.secrets %}d-i passwd/root-password password {{ secrets.root_password }}\n{% endif %}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_reaches_the_session_of_a_marked_node_and_nothing_else()
    {
        using var git = await SiteAsync();
        var branch = await git.PushAsync("feature/x", ("answers/token", "branch {{ secrets.token }}"));
        await git.GitAsync("checkout", "-q", "main");
        using var log = new LogLines();
        await using (var host = await StartAsync(git, log))
        {
            using var marked = From(host, "127.0.0.2");
            var session = SessionIn(await marked.GetStringAsync(Script(Marked), Cancelled));
            (await marked.GetStringAsync(Answer(session, "preseed.cfg"), Cancelled)).ShouldContain($"root-password password {VaultSamples.Root}\n");
            (await marked.GetStringAsync(Answer(session, "token"), Cancelled)).ShouldBe(VaultSamples.Token);
            using var stranger = From(host, "127.0.0.9");
            (await stranger.GetAsync(Answer(session, "token"), Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

            using var careful = From(host, "127.0.0.4");
            var without = SessionIn(await careful.GetStringAsync(Script(Careful), Cancelled));
            (await careful.GetStringAsync(Answer(without, "preseed.cfg"), Cancelled)).ShouldNotContain("root-password");
            using var unmarked = From(host, "127.0.0.3");
            Screen(await unmarked.GetStringAsync(Script(Unmarked), Cancelled)).ShouldContain("r1n2 is not marked `secrets: on-boot`");

            using var tries = From(host, "127.0.0.5");
            Screen(await tries.GetStringAsync(new Uri($"/ref/{branch}{Script("52-54-00-20-00-05")}", UriKind.Relative), Cancelled)).ShouldContain("this ref is not protected: it sees no secret");

            var boots = host.Services.GetRequiredService<IBootStore>();
            await boots.FlushAsync(Cancelled);
            var boot = (await boots.BootsAsync("r1n1", 1, Cancelled))[0];
            var told = string.Join('\n', (await boots.EventsAsync(boot.Id, Cancelled)).Select(static e => e.Message + e.Data));
            told.ShouldContain("token handed out (text, 16 B, with secrets)");
            told.ShouldNotContain(VaultSamples.Token);

            await Revoked(git, host, marked, session);
        }
        var said = log.ToString();
        said.ShouldContain("vault passwords for: default");
        Hidden(said);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(git.Directory, "state"), "*", SearchOption.AllDirectories)) Hidden(await File.ReadAllTextAsync(file, Encoding.Latin1, Cancelled));
    }

    [Fact]
    public async Task A_protected_branch_gives_its_own_secrets_for_as_long_as_it_is_there()
    {
        using var git = await SiteAsync("refs: { protected: [release] }\n");
        var release = await git.PushAsync("release", ("answers/token", "release {{ secrets.token }}"));
        using var log = new LogLines();
        await using var host = await StartAsync(git, log);
        using var client = From(host, "127.0.0.2");
        var session = SessionIn(await client.GetStringAsync(new Uri($"/ref/{release}{Script(Marked)}", UriKind.Relative), Cancelled));
        (await client.GetStringAsync(Answer(session, "token"), Cancelled)).ShouldBe("release " + VaultSamples.Token);
        await git.PushAsync("release", ("answers/token", "taken back"));
        using var refused = await client.GetAsync(Answer(session, "token"), Cancelled);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync(Cancelled)).ShouldContain("is not what a protected ref is now");
    }

    [Fact]
    public async Task A_wrong_password_a_missing_name_and_a_name_in_two_files_are_told_on_the_machines_screen()
    {
        using var git = await SiteAsync();
        using var log = new LogLines();
        await using (var wrong = await StartAsync(git, log, "wrong"))
        {
            using var client = From(wrong, "127.0.0.2");
            Screen(await client.GetStringAsync(Script(Marked), Cancelled)).ShouldContain("secrets/a.yml: the password for `default` does not open it");
        }
        await git.PushAsync("main", ("answers/token", "{{ secrets.tokken }}"), ("secrets/c.yml", samples.Whole));
        await using var host = await StartAsync(git, log);
        using var machine = From(host, "127.0.0.2");
        var screen = Screen(await machine.GetStringAsync(Script(Marked), Cancelled));
        screen.ShouldContain("answers/token:1:12: there is no `tokken` in `secrets`");
        screen.ShouldContain("secrets/a.yml and secrets/c.yml hold it");
        Hidden(screen);
    }

    /// <summary>The mark is taken away while the machine installs.</summary>
    private static async Task Revoked(GitSite git, ServerHost host, HttpClient machine, string session)
    {
        await git.PushAsync("main", ("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\n" + Node));
        var sites = host.Services.GetRequiredService<Racklight.Sites.ISites>();
        for (var i = 0; i < 600 && sites.Current.Nodes["r1n1"].Secrets != "never"; i++) await Task.Delay(50, Cancelled);
        using var refused = await machine.GetAsync(Answer(session, "token"), Cancelled);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync(Cancelled)).ShouldContain("r1n1 is not marked `secrets: on-boot` any more");
    }

    private Task<GitSite> SiteAsync(string more = "") => GoodAsync("site: test\nunknown: menu\nsecrets: [secrets/*.yml]\n" + more);

    private async Task<GitSite> GoodAsync(string site)
    {
        var git = await GitSite.EmptyAsync();
        await git.PushAsync(
            "main",
            ("site.yaml", site),
            ("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\nsecrets: on-boot\n" + Node),
            ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\n" + Node),
            ("nodes/r1n3.yaml", "mac: 52:54:00:20:00:03\nboots: debian-12\nanswers: { preseed.cfg: { format: preseed } }\n"),
            ("nodes/r1n5.yaml", "mac: 52:54:00:20:00:05\nsecrets: on-boot\n" + Node),
            ("answers/preseed.cfg", Preseed),
            ("answers/token", "{{ secrets.token }}"),
            ("secrets/a.yml", samples.Whole),
            ("secrets/b.yml", samples.Inline));
        return git;
    }

    private async Task<ServerHost> StartAsync(GitSite git, LogLines log, string password = "pw")
    {
        var settings = new ServerSettings { Site = git.Bare, State = Path.Combine(git.Directory, "state"), Address = IPAddress.Loopback, HttpPort = 0, AdminPort = 0, TftpPort = 0, DhcpPort = 0, PxePort = 0, Dhcp = DhcpMode.Off, VaultPasswordFiles = [samples.At(password)] };
        return await ServerHost.StartAsync(settings, Features.All, builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter((_, _) => true), Cancelled);
    }

    private static HttpClient From(ServerHost host, string address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, token) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{host.MachineEndPoint.Port}") };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "iPXE/1.21.1+git20250501.dad20602+dfsg-1");
        return client;
    }

    /// <summary>What a machine shows: its lines put together again.</summary>
    private static string Screen(string script) => string.Join(' ', script.Split('\n').Where(static line => line.StartsWith("echo ", StringComparison.Ordinal)).Select(static line => line[5..].Trim()));

    private static string SessionIn(string script)
    {
        var at = script.IndexOf("/boots/", StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0, script);
        return script.Substring(at + 7, 32);
    }

    private static void Hidden(string text)
    {
        text.Contains(VaultSamples.Root, StringComparison.Ordinal).ShouldBeFalse();
        text.Contains(VaultSamples.Token, StringComparison.Ordinal).ShouldBeFalse();
        text.Contains("geheim", StringComparison.Ordinal).ShouldBeFalse();
    }

    private static Uri Script(string mac) => new($"/boot.ipxe?mac={mac}&arch=x86_64&platform=efi&stage=2", UriKind.Relative);

    private static Uri Answer(string session, string file) => new($"/boots/{session}/answers/{file}", UriKind.Relative);

    /// <summary>Every line that anything in the server logs, at whatever level.</summary>
    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines) _lines.Append(formatter(state, exception)).Append(' ').Append(exception).Append('\n');
        }

        public override string ToString()
        {
            lock (_lines) return _lines.ToString();
        }

        public void Dispose()
        {
        }
    }
}
