using Racklight.Images;
using Racklight.Sites;

namespace Racklight.Acceptance.Dashboard;

/// <summary>A site of one rack.</summary>
internal sealed class RackSite : ISites
{
    public RackSite()
    {
        var nodes = new Dictionary<string, NodeFile>();
        for (var i = 1; i <= 8; i++) nodes[$"r1n{i}"] = new NodeFile { Mac = Mac(i), Group = "compute", Boots = i == 2 ? "kvm@canary" : i == 8 ? "local" : null };
        Current = new Site
        {
            Root = "/",
            Commit = "3f9c2ab17d50e6a4c1f2b8d97e0a5c3b41d6f8e2",
            File = new SiteFile { Name = "hypervisors", Unknown = "menu" },
            Groups = new Dictionary<string, GroupFile> { ["compute"] = new() { Boots = "kvm@stable" } },
            Nodes = nodes,
            Images = new Dictionary<string, ImageFile> { ["kvm"] = new() { Base = "debian/bookworm" } },
            Menu = new Dictionary<string, MenuFile>(),
        };
    }

    public Site Current { get; }

    public IReadOnlyList<Problem> Problems => [];

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public static string Mac(int number) => $"52:54:00:20:00:{number:x2}";
}

/// <summary>Three images.</summary>
internal sealed class RackImages : IImages, IImageFiles
{
    public static Image Stable { get; } = Make("kvm", 1, 14);

    public static Image Canary { get; } = Make("kvm", 2, 2);

    public static Image Minimal { get; } = Make("minimal", 3, 30);

    private static readonly Image[] All = [Canary, Stable, Minimal];

    public Task<IReadOnlyList<Image>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Image>>(All);

    public Task<Image?> FindAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(All.FirstOrDefault(image => image.Digest == digest));

    public Task<Image?> ResolveAsync(string reference, CancellationToken cancellationToken) => Task.FromResult<Image?>(reference == "kvm@canary" ? Canary : Stable);

    public Task<Image> BuildAsync(Site site, string name, IProgress<BuildProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? PathOf(Digest digest) => null;

    private static Image Make(string name, int seed, int daysOld)
    {
        Digest Part(string part) => Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{name} {seed} {part}"));
        return new Image(Part("manifest"), new ImageManifest
        {
            Name = name,
            Base = "debian/bookworm",
            Built = TimeProvider.System.GetUtcNow().AddDays(-daysOld),
            KernelRelease = "6.1.0-50-amd64",
            Kernel = new ImagePart("kernel", Part("kernel"), 8_200_000),
            Initrd = new ImagePart("initrd", Part("initrd"), 31_400_000),
            Rootfs = new ImagePart("rootfs", Part("rootfs"), name == "kvm" ? 342_000_000 : 118_000_000),
        });
    }
}
