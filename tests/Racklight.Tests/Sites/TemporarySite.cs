namespace Racklight.Tests.Sites;

/// <summary>A site in a directory of its own, deleted at the end.</summary>
internal sealed class TemporarySite : IDisposable
{
    public const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f test\n";

    public TemporarySite(params ReadOnlySpan<(string Path, string Text)> files)
    {
        Root = Directory.CreateTempSubdirectory("racklight-site-").FullName;
        foreach (var (path, text) in files) Write(path, text);
    }

    public string Root { get; }

    /// <summary>A site that is good, to break.</summary>
    public static TemporarySite Good() => new(
        ("site.yaml", "site: test\nnetworks:\n  rack1: { cidr: 10.20.0.0/24, dhcp: full, range: 10.20.0.100-10.20.0.199, gateway: 10.20.0.1 }\ntrust: { ssh-keys: [keys/ops.pub] }\n"),
        ("keys/ops.pub", Key),
        ("groups/compute.yaml", "boots: kvm@stable\ndisks: { data: { device: blank, label: RL-DATA } }\n"),
        ("nodes/r1n1.yaml", "group: compute\nmac: 52:54:00:20:00:01\naddress: 10.20.0.11\n"),
        ("menu/disk.yaml", "title: Local disk\nboots: local\n"),
        ("images/kvm/image.yaml", "base: debian/bookworm\npackages: [systemd]\npersist: [/etc/ssh]\n"));

    public TemporarySite Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    /// <summary>All problems as they are printed.</summary>
    public string Check() => string.Join('\n', Racklight.Sites.SiteReader.Read(Root).Problems).Replace(Root, "ROOT", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
