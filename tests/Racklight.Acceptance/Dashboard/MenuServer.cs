using System.Text.RegularExpressions;
using Racklight.Acceptance.Boots;
using Racklight.App;

namespace Racklight.Acceptance.Dashboard;

/// <summary>The program itself, serving a bare git repository as a site: for the pages of menu, catalog and mirror.</summary>
internal sealed partial class MenuServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly RunJournal _journal = new();
    private LoggedProcess _process = null!;

    private MenuServer(DirectoryInfo directory) => _directory = directory;

    /// <summary>The dashboard.</summary>
    public Uri Dashboard { get; private set; } = null!;

    /// <summary>What machines talk to.</summary>
    public Uri Machines { get; private set; } = null!;

    /// <summary>The state directory.</summary>
    public string State => Path.Combine(_directory.FullName, "state");

    private string Work => Path.Combine(_directory.FullName, "work");

    private string Bare => Path.Combine(_directory.FullName, "site.git");

    public static async Task<MenuServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new MenuServer(Directory.CreateTempSubdirectory("racklight-menu-"));
        server._journal.Record(LeftoverKind.Directory, server._directory.FullName);
        await server.RunAsync(server._directory.FullName, "init", "-q", "--bare", "-b", "main", "site.git");
        await server.RunAsync(server._directory.FullName, "init", "-q", "-b", "main", "work");
        await server.PushAsync("main",
            ("site.yaml", """
                site: homelab
                unknown: menu
                networks: { lab: { cidr: 10.20.0.0/24 } }
                menu:
                  title: "Homelab: what shall this machine boot?"
                  timeout: 30s
                  colours: { background: "#17313a", text: "#e9f1ee", marked: "#b4632a" }
                answers: { ks.cfg: { format: kickstart } }
                cache: { size: 20G, hosts: [mirrors.kernel.org, 'mirror.lan:8080'] }
                """),
            ("answers/ks.cfg", "# {{ node.name }}\nrootpw --lock\nautopart\n"),
            ("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\nboots: menu\n"),
            ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\nboots: local\nmenu: { console: serial, title: Rack 1 node 2 }\n"),
            ("menu/rescue.yaml", "title: Rescue kernel of this house\nrecipe: kernel\narchitectures: [x64]\nram: 2048\nfiles: { kernel: { url: 'http://10.20.0.1/rescue/vmlinuz' } }\narguments: [single]\n"),
            ("menu/firmware.yaml", "title: Firmware updates\nboots: http://10.20.0.1/firmware.ipxe\n"),
            ("menu/debian-13.yaml", "values: { mirror: 'http://mirror.lan/debian' }\n"),
            ("menu/dban.yaml", "hide: true\n"));
        await server.PushAsync("feature/bigger-menu", ("menu/lab.yaml", "title: Something new in this branch\nboots: http://10.20.0.1/new.ipxe\n"));
        await server.RunAsync(server.Work, "checkout", "-q", "main");
        await server.PushAsync("broken", ("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\nboot: menu\n"), ("menu/rescue.yaml", "title: Rescue kernel of this house\nrecipe: kernal\n"));
        server._process = new LoggedProcess(
            RacklightProgram.Start(null, "serve", "--site", server.Bare, "--state", server.State, "--address", "127.0.0.1", "--http-port", "0", "--admin-port", "0", "--tftp-port", "0", "--dhcp-port", "0", "--pxe-port", "0", "--dhcp", "off"),
            Path.Combine(server._directory.FullName, "serve.log"));
        var ready = await server._process.WaitForLineAsync(Ready(), cancellationToken);
        (server.Machines, server.Dashboard) = (new Uri(ready.Groups[1].Value), new Uri(ready.Groups[2].Value));
        return server;
    }

    /// <summary>Writes files, commits them on a branch made from where the work tree is, and pushes it.</summary>
    public async Task PushAsync(string branch, params (string Path, string Text)[] files)
    {
        await RunAsync(Work, "checkout", "-q", "-B", branch);
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(Work, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, text + (text.EndsWith('\n') ? "" : "\n"));
        }
        await RunAsync(Work, "add", "-A");
        await RunAsync(Work, "commit", "-q", "-m", "a change of " + branch);
        await RunAsync(Work, "push", "-q", "-f", Bare, branch);
    }

    /// <summary>Starts <c>racklight menu mirror</c> with a list of files.</summary>
    public LoggedProcess Mirror(string list)
    {
        var file = Path.Combine(_directory.FullName, "files.yaml");
        File.WriteAllText(file, list);
        return new LoggedProcess(RacklightProgram.Start(null, "menu", "mirror", "--list", file, "--state", State), Path.Combine(_directory.FullName, "mirror.log"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _journal.Dispose();
    }

    private Task RunAsync(string directory, params string[] arguments)
        => ProcessRunner.RequireAsync(new ProcessSpec("git", ["-C", directory, "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", .. arguments]));

    [GeneratedRegex("machines: (http://\\S+)\\s+dashboard: (http://\\S+)")]
    private static partial Regex Ready();
}
