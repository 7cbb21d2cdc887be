using System.Text.Json;
using Racklight.Images;
using Racklight.Images.Storage;
using Racklight.State;

namespace Racklight.Tests.Images;

public sealed class ImageServiceTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("rl-images-").FullName;
    private readonly FakeChannels _channels = new();
    private readonly ImageService _service;

    public ImageServiceTests() => _service = new ImageService(_state, () => _channels, TimeProvider.System);

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task A_name_means_its_newest_build_until_a_channel_points_elsewhere()
    {
        var old = await MakeAsync("kvm", 1);
        var young = await MakeAsync("kvm", 2);
        await MakeAsync("minimal", 3);
        (await _service.ResolveAsync("kvm", default))!.Digest.ShouldBe(young);
        (await _service.ResolveAsync("kvm@stable", default))!.Digest.ShouldBe(young);
        (await _service.ResolveAsync("kvm@canary", default)).ShouldBeNull();
        await _channels.SetAsync("kvm", "stable", old, default);
        (await _service.ResolveAsync("kvm", default))!.Digest.ShouldBe(old);
        (await _service.ResolveAsync(young.Hex, default))!.Digest.ShouldBe(young);
        (await _service.ResolveAsync("none", default)).ShouldBeNull();
        (await _service.ResolveAsync("kvm@a@b", default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_image_that_lost_a_part_is_no_image()
    {
        var digest = await MakeAsync("kvm", 1);
        var image = (await _service.FindAsync(digest, default))!;
        File.Delete(_service.PathOf(image.Manifest.Rootfs.Digest)!);
        (await _service.FindAsync(digest, default)).ShouldBeNull();
        (await _service.ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_finds_one_flipped_byte()
    {
        var image = (await _service.FindAsync(await MakeAsync("kvm", 1), default))!;
        (await ImageVerifier.CheckAsync(image, _service.Artifacts, default)).ShouldBeEmpty();
        var path = _service.PathOf(image.Manifest.Rootfs.Digest)!;
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[3] ^= 1;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(path, bytes);
        (await ImageVerifier.CheckAsync(image, _service.Artifacts, default)).Single().Message.ShouldContain("rootfs is damaged");
    }

    [Fact]
    public async Task Sweeping_keeps_the_newest_what_channels_point_to_and_what_is_not_ours()
    {
        var oldest = await MakeAsync("kvm", 1);
        var middle = await MakeAsync("kvm", 2);
        var newest = await MakeAsync("kvm", 3);
        var foreign = Path.Combine(_state, "foreign");
        await File.WriteAllTextAsync(foreign, "another room's");
        var (kept, _) = await _service.Artifacts.TakeAsync(foreign, default);

        var swept = ImageSweep.Run(_service, keep: 1, new HashSet<Digest> { oldest });

        swept.Images.ShouldBe(1);
        (await _service.ListAsync(default)).Select(image => image.Digest).ShouldBe([newest, oldest]);
        _service.PathOf(middle).ShouldBeNull();
        _service.PathOf(kept).ShouldNotBeNull();
        swept.Steps.ShouldBe(1);
        Directory.Exists(Path.Combine(_state, "build", "pack", Digest.Of([2]).Hex)).ShouldBeFalse();
        Directory.Exists(Path.Combine(_state, "build", "pack", Digest.Of([3]).Hex)).ShouldBeTrue();
    }

    private async Task<Digest> MakeAsync(string name, byte seed)
    {
        async Task<ImagePart> PartAsync(string part)
        {
            var file = Path.Combine(_state, part);
            await File.WriteAllBytesAsync(file, [seed, (byte)part.Length, (byte)part[0], 4, 5]);
            var (digest, size) = await _service.Artifacts.TakeAsync(file, default);
            return new ImagePart(part, digest, size);
        }
        var manifest = new ImageManifest
        {
            Name = name, Base = "debian/bookworm", Built = DateTimeOffset.UnixEpoch.AddDays(seed), KernelRelease = "6.1",
            Kernel = await PartAsync("kernel"), Initrd = await PartAsync("initrd"), Rootfs = await PartAsync("rootfs"),
        };
        var path = Path.Combine(_state, "manifest");
        await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(manifest, ImageJson.Default.ImageManifest));
        var (digest, _) = await _service.Artifacts.TakeAsync(path, default);
        var step = $"pack/{Digest.Of([seed]).Hex}";
        Directory.CreateDirectory(Path.Combine(_service.BuildDirectory, step));
        _service.Catalog.Add(digest, [step]);
        return digest;
    }

    private sealed class FakeChannels : IChannelStore
    {
        private readonly Dictionary<(string, string), Digest> _pointers = [];

        public Task SetAsync(string image, string channel, Digest digest, CancellationToken cancellationToken)
        {
            _pointers[(image, channel)] = digest;
            return Task.CompletedTask;
        }

        public Task<Digest?> FindAsync(string image, string channel, CancellationToken cancellationToken)
            => Task.FromResult(_pointers.TryGetValue((image, channel), out var digest) ? digest : (Digest?)null);

        public Task<IReadOnlyList<(string Image, string Channel, Digest Digest)>> AllAsync(CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<(string, string, Digest)>>([.. _pointers.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))]);
    }
}
