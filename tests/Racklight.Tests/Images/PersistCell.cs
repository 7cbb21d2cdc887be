using System.Globalization;
using Racklight.App;
using Racklight.Images.Building;

namespace Racklight.Tests.Images;

/// <summary>
/// A machine's boot as far as the persistence unit is concerned: the image's own script in a chroot on a fresh tmpfs (as an overlay in
/// memory is fresh at each boot), with real loop devices for disks, in mount and process namespaces of its own.
/// </summary>
internal sealed class PersistCell : IAsyncDisposable
{
    public const string Label = "RL-TEST";

    private const string Boot = """
        root=$1 out=$2 script=$3 list=$4 cmdline=$5
        mount -t tmpfs -o mode=0755 cell "$root"
        cd "$root"
        mkdir usr proc sys dev run tmp etc data etc/nova etc/ssh var var/lib var/lib/nova out
        mount --bind -o ro /usr usr
        ln -s usr/bin bin; ln -s usr/sbin sbin; ln -s usr/lib lib; ln -s usr/lib64 lib64
        mount -t proc proc proc
        mount --bind "$cmdline" proc/cmdline
        mount --bind /sys sys
        mount --bind /dev dev
        mount --bind "$out" out
        echo image > etc/nova/nova.conf
        chmod 640 etc/nova/nova.conf
        ln -s nova.conf etc/nova/link
        echo key > etc/ssh/sshd_config
        cp "$script" run/persist
        cp "$list" run/list
        if [ -n "${BEFORE:-}" ]; then chroot . sh -c "$BEFORE"; fi
        status=0
        chroot . dash /run/persist > "$out/log" 2>&1 || status=$?
        echo "$status" > "$out/status"
        cp run/racklight/persisted "$out/persisted" 2> /dev/null || :
        cp run/racklight/warnings "$out/warnings" 2> /dev/null || :
        for path in etc/nova etc/ssh var/lib/nova; do printf '%s %s\n' "$path" "$(readlink "$path" || echo own)"; done > "$out/links"
        chroot . sh -c "$AFTER"
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("rl-persist-").FullName;
    private readonly List<string> _loops = [];

    /// <summary>The paths that persist.</summary>
    public string Paths { get; set; } = "/etc/nova\n/etc/ssh\n/var/lib/nova\n";

    public string Log => Read("log");

    public string Persisted => Read("persisted").Trim();

    public string Warnings => Read("warnings");

    public string[] Links => Read("links").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the command after the boot printed.</summary>
    public string Output { get; private set; } = "";

    public int Status => int.Parse(Read("status"), CultureInfo.InvariantCulture);

    /// <summary>Adds a disk; <paramref name="prepare"/> is a shell command with the device as $1.</summary>
    public async Task<string> AddDiskAsync(string prepare = ":", string size = "64M")
    {
        var file = Path.Combine(_directory, $"disk{_loops.Count}");
        await ShellAsync("truncate -s \"$1\" \"$2\"", size, file);
        var loop = (await ProcessRunner.RequireAsync(new ProcessSpec("losetup", "--find", "--partscan", "--show", file))).Trim();
        _loops.Add(loop);
        // The kernel keeps a loop device's read-only mark from its last user.
        await ShellAsync("blockdev --setrw \"$1\"", loop);
        await ShellAsync(prepare, loop);
        return loop;
    }

    /// <summary>A disk with the label on it.</summary>
    public Task<string> AddDataDiskAsync(string size = "64M") => AddDiskAsync($"mkfs.ext4 -q -L {Label} \"$1\"", size);

    /// <summary>One boot.</summary>
    /// <param name="arguments">The kernel command line.</param>
    /// <param name="crashAt">Where the power goes.</param>
    /// <param name="before">Run inside before the unit.</param>
    /// <param name="after">Run inside after it; its output is kept.</param>
    public async Task BootAsync(string arguments = "racklight.data=" + Label, string? crashAt = null, string? before = null, string after = ":")
    {
        // At a boot the kernel reads partition tables; this one may have been built without.
        foreach (var loop in _loops) await ShellAsync("partx --add \"$1\" 2> /dev/null || :", loop);
        var root = Directory.CreateDirectory(Path.Combine(_directory, "root")).FullName;
        var output = Path.Combine(_directory, "out");
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        Directory.CreateDirectory(output);
        string Write(string name, string text)
        {
            var path = Path.Combine(_directory, name);
            File.WriteAllText(path, text);
            return path;
        }
        var result = await ProcessRunner.RunAsync(new ProcessSpec("unshare",
            [.. TreeScript.Cell, "sh", "-eu", "-c", Boot, "cell", root, output, Write("persist", LiveFiles.Text("Live/scripts/persist")), Write("list", Paths), Write("cmdline", arguments + "\n")])
        {
            Limit = TimeSpan.FromMinutes(5),
            Environment = new Dictionary<string, string?>
            {
                ["RACKLIGHT_DISKS"] = string.Join(' ', _loops.Select(Path.GetFileName)), ["RACKLIGHT_PERSIST"] = "/run/list", ["RACKLIGHT_WAIT"] = "3", ["RACKLIGHT_QUIET"] = "1", ["RACKLIGHT_CONSOLES"] = "",
                ["RACKLIGHT_CRASH_AT"] = crashAt, ["BEFORE"] = before, ["AFTER"] = after,
            },
        });
        result.ExitCode.ShouldBe(0, result.Error + Log);
        Output = result.Output;
    }

    /// <summary>Runs a command on the first disk's file system, between boots.</summary>
    public Task<string> OnDiskAsync(string command) => ProcessRunner.RequireAsync(new ProcessSpec("unshare",
        [.. TreeScript.Cell, "sh", "-eu", "-c", "mkdir -p \"$2\"; mount \"$1\" \"$2\"; cd \"$2\"; " + command, "disk", _loops[0], Path.Combine(_directory, "mount")]));

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops) await ShellAsync("partx --delete \"$1\" 2> /dev/null || :; losetup --detach \"$1\"", loop);
        Directory.Delete(_directory, recursive: true);
    }

    private static Task<string> ShellAsync(string script, params string[] arguments) => ProcessRunner.RequireAsync(new ProcessSpec("sh", ["-eu", "-c", script, "sh", .. arguments]));

    private string Read(string name) => File.Exists(Path.Combine(_directory, "out", name)) ? File.ReadAllText(Path.Combine(_directory, "out", name)) : "";
}
