using Racklight.Sites;

namespace Racklight.Tests.Nodes;

/// <summary>A site in memory; tests replace <see cref="Current"/>.</summary>
internal sealed class FakeSites : ISites
{
    public const string NamedMac = "52:54:00:20:00:02";

    private Site _current = new()
    {
        Root = "/nonexistent",
        File = new SiteFile { Name = "test", Unknown = "menu" },
        Groups = new Dictionary<string, GroupFile>
        {
            ["compute"] = new() { Boots = "kvm@stable", Disks = new Dictionary<string, DiskConsent> { ["data"] = new() { Device = "blank", Label = "RL-DATA" } } },
        },
        Nodes = new Dictionary<string, NodeFile>
        {
            ["r1n2"] = new() { Group = "compute", Mac = NamedMac, Address = "127.0.0.2" },
            ["r1n3"] = new() { Mac = "52:54:00:20:00:03", Boots = "local" },
            ["r1n4"] = new() { Uuid = "11111111-2222-3333-4444-555555555555", Boots = "none@stable" },
        },
        Images = new Dictionary<string, ImageFile> { ["kvm"] = new() { Base = "debian/bookworm" } },
        Menu = new Dictionary<string, MenuFile>
        {
            ["rescue"] = new() { Title = "Rescue system", Boots = "kvm" },
            ["elsewhere"] = new() { Title = "Another server", Boots = "http://10.9.9.9/menu.ipxe" },
        },
    };

    public Site Current
    {
        get => _current;
        set
        {
            _current = value;
            Changed?.Invoke();
        }
    }

    public IReadOnlyList<Problem> Problems => [];

    public event Action? Changed;
}
