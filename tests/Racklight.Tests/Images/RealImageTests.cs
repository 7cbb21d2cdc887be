using Racklight.App;
using Racklight.Images;
using Racklight.Sites;

namespace Racklight.Tests.Images;

/// <summary>One real image, from real packages. The state directory outlives the run (<c>RACKLIGHT_TEST_STATE</c>), so only the first run takes minutes.</summary>
public sealed class RealImageTests
{
    private static readonly string State = Environment.GetEnvironmentVariable("RACKLIGHT_TEST_STATE") ?? "/var/tmp/racklight-test-images";

    [Fact]
    public async Task A_minimal_image_holds_nobodys_identity_and_changing_its_compression_only_packs_again()
    {
        Need.Root();
        foreach (var program in new[] { "mmdebstrap", "mksquashfs", "unsquashfs" }) Need.Program(program);
        if (!File.ReadAllText("/etc/os-release").Contains("VERSION_CODENAME=bookworm", StringComparison.Ordinal)) Assert.Skip("not Debian bookworm: the image needs a mirror of its own");

        var service = new ImageService(State, static () => null, TimeProvider.System);
        var image = await service.BuildAsync(Site("zstd:3"), "minimal", new Collected([]), CancellationToken.None);
        (await ImageVerifier.CheckAsync(image, service.Artifacts, CancellationToken.None)).ShouldBeEmpty();

        var rootfs = service.PathOf(image.Manifest.Rootfs.Digest)!;
        var names = new HashSet<string>(StringComparer.Ordinal);
        (await ProcessRunner.RunAsync(new ProcessSpec("unsquashfs", "-l", "-d", "", rootfs) { OnOutput = line => names.Add(line) })).ExitCode.ShouldBe(0);
        names.Contains("/proc").ShouldBeTrue();
        names.Contains("/usr/lib/racklight/persist").ShouldBeTrue();
        names.Where(static name => name.StartsWith("/proc/", StringComparison.Ordinal) || name.StartsWith("/boot/", StringComparison.Ordinal) || name.StartsWith("/etc/ssh/ssh_host_", StringComparison.Ordinal)
            || name.EndsWith("/authorized_keys", StringComparison.Ordinal) || name == "/etc/hostname").ShouldBeEmpty();
        (await RunAsync("unsquashfs", "-cat", rootfs, "etc/machine-id")).ShouldBeEmpty();
        (await RunAsync("unsquashfs", "-cat", rootfs, "etc/racklight/persist")).ShouldBe("/etc/ssh");
        foreach (var line in (await RunAsync("unsquashfs", "-cat", rootfs, "etc/shadow")).Split('\n')) line.Split(':')[1].ShouldMatch(@"^[!*]");
        image.Manifest.Packages.Keys.ShouldContain("openssh-server");

        var reports = new List<BuildProgress>();
        var (second, other) = (await service.BuildAsync(Site("zstd:3"), "minimal", new Collected(reports), CancellationToken.None), new List<BuildProgress>());
        second.Digest.ShouldBe(image.Digest);
        reports.ShouldAllBe(report => report.Cached);

        var packed = await service.BuildAsync(Site("zstd:1"), "minimal", new Collected(other), CancellationToken.None);
        other.Where(report => report.Took is not null).Select(report => report.Step).Except(["pack", "manifest"]).ShouldBeEmpty();
        packed.Manifest.Initrd.ShouldBe(image.Manifest.Initrd);
    }

    private static Task<string> RunAsync(string program, params string[] arguments) => ProcessRunner.RequireAsync(new ProcessSpec(program, arguments));

    private static Site Site(string compression) => new()
    {
        Root = Path.GetTempPath(),
        File = new SiteFile { Name = "test" },
        Groups = new Dictionary<string, GroupFile>(),
        Nodes = new Dictionary<string, NodeFile>(),
        Menu = new Dictionary<string, MenuFile>(),
        Images = new Dictionary<string, ImageFile>
        {
            ["minimal"] = new()
            {
                Base = "debian/bookworm", Packages = ["systemd", "openssh-server"], Persist = ["/etc/ssh"], Compression = compression,
                Kernel = new KernelConfig { Flavour = "cloud-amd64", Arguments = ["console=tty0", "console=ttyS0", "quiet"] },
            },
        },
    };

    private sealed class Collected(List<BuildProgress> reports) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
