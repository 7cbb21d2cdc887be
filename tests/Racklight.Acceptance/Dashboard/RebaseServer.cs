using System.Text.RegularExpressions;
using Racklight.Acceptance.Boots;
using Racklight.App;
using Racklight.Releases;

namespace Racklight.Acceptance.Dashboard;

/// <summary>The program itself, serving a bare repository with a cloud's settings, beside the samples of two releases; and a work tree of that repository.</summary>
internal sealed partial class RebaseServer : IAsyncDisposable
{
    /// <summary>A secret that somebody left in the settings.</summary>
    public const string Secret = "Hh7bq0Zt5Rw9LmXc2v";

    private static readonly Dictionary<string, (string Old, string New)> Defaults = new()
    {
        ["kolla_base_distro"] = ("\"rocky\"", "\"rocky\""), ["kolla_internal_vip_address"] = ("\"10.10.10.254\"", "\"10.10.10.254\""), ["network_interface"] = ("\"eth0\"", "\"eth0\""),
        ["enable_haproxy"] = ("\"yes\"", "\"yes\""), ["enable_mariadb"] = ("\"yes\"", "\"yes\""), ["enable_cinder"] = ("\"no\"", "\"no\""), ["enable_proxysql"] = ("\"no\"", "\"yes\""), ["enable_swift"] = ("\"no\"", ""),
        ["neutron_plugin_agent"] = ("\"openvswitch\"", "\"openvswitch\""), ["openstack_region_name"] = ("\"RegionOne\"", "\"RegionOne\""), ["docker_registry"] = ("", ""),
    };

    private readonly DirectoryInfo _directory;
    private readonly RunJournal _journal = new();
    private LoggedProcess _process = null!;

    private RebaseServer(DirectoryInfo directory) => _directory = directory;

    public static Series From { get; } = Series.Find("2024.1")!;

    public static Series To { get; } = Series.Find("2025.1")!;

    /// <summary>The settings as they are committed: the old release's sample with what somebody set, every class among it.</summary>
    public static string Settings
    {
        get
        {
            var text = Globals(From);
            foreach (var (key, value) in new[]
            {
                ("openstack_release", "\"2024.1\""), ("kolla_base_distro", "\"ubuntu\""), ("kolla_internal_vip_address", "\"192.168.10.250\""), ("network_interface", "bond0  # the one to the north"),
                ("enable_mariadb", "yes"), ("enable_cinder", "\"yes\""), ("enable_proxysql", "\"no\""), ("enable_swift", "\"yes\""), ("neutron_plugin_agent", "\"ovn\""),
            }) text = Regex.Replace(text, $"^#{key}:.*$", $"{key}: {value}", RegexOptions.Multiline);
            return Regex.Replace(text, "^#enable_haproxy:.*$", "# The load balancer's own.\nenable_haproxy: \"yes\"", RegexOptions.Multiline) + "# Read by our own playbooks.\nacme_racks:\n  - { name: r1, hosts: 40 }\n";
        }
    }

    public Uri Dashboard { get; private set; } = null!;

    /// <summary>The work tree.</summary>
    public string Work => Path.Combine(_directory.FullName, "work");

    /// <summary>The directory of the releases' samples.</summary>
    public string Releases => Path.Combine(_directory.FullName, "releases");

    /// <param name="settings">The settings to commit; null: the usual ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RebaseServer> StartAsync(string? settings, CancellationToken cancellationToken)
    {
        var server = new RebaseServer(Directory.CreateTempSubdirectory("racklight-rebase-"));
        var root = server._directory.FullName;
        server._journal.Record(LeftoverKind.Directory, root);
        foreach (var series in new[] { From, To })
        {
            var etc = Path.Combine(server.Releases, series.Name, "etc/kolla");
            Write(Path.Combine(etc, "globals.yml"), Globals(series));
            Write(Path.Combine(etc, "passwords.yml"), "---\n" + string.Concat(ReleaseNames.KollaSecrets.Of(series).Select(static key => key + ":\n")));
        }
        await GitAsync(root, "init", "-q", "--bare", "-b", "main", "site.git");
        await GitAsync(root, "init", "-q", "-b", "main", "work");
        Write(Path.Combine(server.Work, "site.yaml"), "site: north\n");
        Write(Path.Combine(server.Work, "kolla/globals.yml"), settings ?? Settings);
        await GitAsync(server.Work, "add", "-A");
        await GitAsync(server.Work, "commit", "-q", "-m", "the cloud as it is");
        await GitAsync(server.Work, "push", "-q", Path.Combine(root, "site.git"), "main");
        server._process = new LoggedProcess(
            RacklightProgram.Start(null, "serve", "--site", Path.Combine(root, "site.git"), "--state", Path.Combine(root, "state"), "--kolla-releases", server.Releases, "--address", "127.0.0.1", "--http-port", "0", "--admin-port", "0", "--tftp-port", "0", "--dhcp-port", "0", "--pxe-port", "0", "--dhcp", "off"),
            Path.Combine(root, "serve.log"));
        var ready = await server._process.WaitForLineAsync(Ready(), cancellationToken);
        server.Dashboard = new Uri(ready.Groups[1].Value);
        return server;
    }

    /// <summary>Runs git in the work tree.</summary>
    public Task<string> GitAsync(params string[] arguments) => GitAsync(Work, arguments);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _journal.Dispose();
    }

    /// <summary>A release's sample: all names that the release has, as comments with their defaults.</summary>
    private static string Globals(Series series)
    {
        string Default(string key) => Defaults.TryGetValue(key, out var pair) ? series == From ? pair.Old : pair.New : key.StartsWith("enable_", StringComparison.Ordinal) ? "\"no\"" : "";
        return $"---\n# Settings of {series}.\n\n" + string.Concat(ReleaseNames.KollaSettings.Of(series).Select(key => $"#{key}: {Default(key)}\n"));
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static Task<string> GitAsync(string directory, params string[] arguments)
        => ProcessRunner.RequireAsync(new ProcessSpec("git", ["-C", directory, "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", .. arguments]));

    [GeneratedRegex("dashboard: (http://\\S+)")]
    private static partial Regex Ready();
}
