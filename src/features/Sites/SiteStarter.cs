using System.Text;
using Racklight.App;

namespace Racklight.Sites;

/// <summary>Writes a new site: small, commented, and good by its own check.</summary>
internal static class SiteStarter
{
    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(20);

    /// <summary>Writes the files, and makes a git repository of them where git is installed and there is none yet.</summary>
    /// <returns>What was made, a line each, and what to do next.</returns>
    /// <exception cref="ProblemException">Something is there already, or cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string directory, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(directory);
        if (File.Exists(root)) throw new ProblemException($"{directory} is a file", "name a directory");
        var files = Files(NameOf(root));
        if (files.Select(static file => file.Path).FirstOrDefault(path => Path.Exists(Path.Combine(root, path))) is { } there)
        {
            throw new ProblemException($"there is a {Path.Combine(directory, there)} already; nothing was written", "name another directory: racklight site init DIR");
        }
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            // CreateNew: what appeared since the look above is not overwritten either.
            await using var stream = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        var said = files.Select(file => Path.Combine(directory, file.Path)).ToList();
        said.Add(await GitAsync(root, cancellationToken));
        said.Add($"next: edit {Path.Combine(directory, "site.yaml")}, then racklight site check {directory}");
        return said;
    }

    private static async Task<string> GitAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            var inside = await ProcessRunner.RunAsync(new ProcessSpec("git", "-C", root, "rev-parse", "--is-inside-work-tree") { Limit = GitLimit }, cancellationToken);
            if (inside.Succeeded) return "part of the git repository around it: commit it there";
            await ProcessRunner.RequireAsync(new ProcessSpec("git", "-C", root, "init", "--quiet") { Limit = GitLimit }, cancellationToken);
            return "a git repository: commit when you like it";
        }
        catch (ProblemException e)
        {
            return $"no git repository ({e.Message}): what a machine ran is then traceable to no commit";
        }
    }

    /// <summary>The directory's name made into a site's name.</summary>
    private static string NameOf(string root)
    {
        var letters = new string([.. Path.GetFileName(root).ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        if (letters.Length > 63) letters = letters[..63].Trim('-');
        return Names.IsValid(letters) ? letters : "homelab";
    }

    private static IReadOnlyList<(string Path, string Text)> Files(string name) =>
    [
        ("site.yaml", $"""
            # A site: see `racklight site schema site` for every key, `racklight site check` for what is wrong.
            site: {name}

            networks:
              lan:
                cidr: 192.168.1.0/24
                dhcp: proxy                # beside the router's own DHCP; `full` gives addresses too and needs a range:
                # range: 192.168.1.100-192.168.1.199
                # gateway: 192.168.1.1
                # dns: [192.168.1.1]

            # What a machine gets that no file in nodes/ names: menu | local | an image | a menu entry.
            unknown: menu

            # Who may log in as root on live machines: files of OpenSSH public keys, below this directory.
            trust:
              ssh-keys: []                 # [keys/ops.pub]

            """),
        ("groups/live.yaml", """
            # What several nodes have in common.
            boots: minimal@stable          # an image's channel, a menu entry, menu or local

            # Consent to take a disk for what must outlive a reboot: only one without partition table, signature or holder.
            # disks:
            #   data: { device: blank, label: RL-DATA }

            """),
        ("nodes/first.yaml", """
            # One machine: the file's name is the node's name.
            group: live
            mac: 52:54:00:12:34:56         # of the card that it boots from: change it

            """),
        ("menu/disk.yaml", """
            # An entry of the boot menu.
            title: Boot from the local disk
            boots: local

            """),
        ("images/minimal/image.yaml", """
            # A live system that runs from RAM.
            base: debian/bookworm
            packages: [systemd, openssh-server]
            kernel: { flavour: amd64, arguments: [console=ttyS0] }

            # Paths that outlive a reboot, on the disk that a node's `disks` gives.
            persist: [/etc/ssh]

            """),
    ];
}
