using Racklight.Images;
using Racklight.Sites;

namespace Racklight.Tests.Nodes;

/// <summary>One image named kvm, its files on disk.</summary>
internal sealed class FakeImages : IImages, IImageFiles
{
    private readonly Dictionary<Digest, string> _files = [];

    public FakeImages(string directory)
    {
        ImagePart Part(string name, int size)
        {
            var bytes = Enumerable.Range(0, size).Select(i => (byte)(i * 31 + name.Length)).ToArray();
            var path = Path.Combine(directory, name);
            File.WriteAllBytes(path, bytes);
            var digest = Digest.Of(bytes);
            _files[digest] = path;
            return new ImagePart(name, digest, size);
        }
        var manifest = new ImageManifest
        {
            Name = "kvm",
            Base = "debian/bookworm",
            Built = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero),
            KernelRelease = "6.1.0-50-amd64",
            Kernel = Part("kernel", 8_000),
            Initrd = Part("initrd", 30_000),
            Rootfs = Part("rootfs", 300_000),
            Arguments = ["console=ttyS0"],
            Persist = ["/etc/ssh", "/var/lib/libvirt"],
        };
        Kvm = new Image(Digest.Of("the manifest of kvm"u8), manifest);
    }

    public Image? Kvm { get; set; }

    public Task<IReadOnlyList<Image>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Image>>(Kvm is null ? [] : [Kvm]);

    public Task<Image?> FindAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(Kvm?.Digest == digest ? Kvm : null);

    public Task<Image?> ResolveAsync(string reference, CancellationToken cancellationToken) => Task.FromResult(reference.Split('@')[0] == "kvm" ? Kvm : null);

    public Task<Image> BuildAsync(Site site, string name, IProgress<BuildProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? PathOf(Digest digest) => _files.GetValueOrDefault(digest);
}
