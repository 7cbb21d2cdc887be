using System.Globalization;
using System.Text.Json;
using Racklight.App;
using Racklight.Images.Mirrors;
using Racklight.Images.Storage;
using Racklight.Sites;

namespace Racklight.Images.Building;

/// <summary>The steps that make an image out of its image.yaml: chroot → configure → liveify → extract → pack → manifest.</summary>
internal sealed class ImageRecipe
{
    private readonly Site _site;
    private readonly string _name;
    private readonly ImageFile _image;
    private readonly IReadOnlyList<string> _sources;
    private readonly string _debs;
    private readonly IArtifacts _artifacts;
    private readonly TimeProvider _clock;

    /// <summary>Reads all inputs and checks them.</summary>
    /// <exception cref="ProblemException">The image is not in the site, or something about it will not do.</exception>
    public ImageRecipe(Site site, string name, string state, IArtifacts artifacts, TimeProvider clock)
    {
        if (!site.Images.TryGetValue(name, out var image))
            throw new ProblemException($"the site has no image {name}", site.Images.Count == 0 ? "add images/NAME/image.yaml" : "one of " + string.Join(", ", site.Images.Keys.Order(StringComparer.Ordinal)));
        (_site, _name, _image, _artifacts, _clock) = (site, name, image, artifacts, clock);
        _sources = MirrorChoice.Lines(name, image, ReadOrEmpty("/etc/os-release"), AptSourceReader.ReadAll("/etc/apt"));
        _debs = Path.Combine(state, "build", "debs");
        Steps = [.. Graph()];
    }

    public IReadOnlyList<BuildStep> Steps { get; }

    /// <summary>The programs that the missing steps need.</summary>
    public IEnumerable<string> ProgramsFor(IEnumerable<BuildStep> missing) => missing.SelectMany(static step => step.Name switch
    {
        "chroot" => ["mmdebstrap", "unshare"],
        "configure" => ["ansible-playbook", "unshare"],
        "pack" => ["mksquashfs", "unshare"],
        "liveify" or "extract" => (string[])["unshare"],
        _ => [],
    }).Distinct();

    private string ImageDirectory => Path.Combine(_site.Root, "images", _name);

    private string RolesDirectory => Path.Combine(_site.Root, "roles");

    private IEnumerable<BuildStep> Graph()
    {
        var packages = PackageSet.For(_image);
        var persist = PersistList.Text(_name, _image.Persist);
        var compression = Compression.Parse(_image.Compression);
        var (_, suite) = MirrorChoice.Base(_name, _image);
        var apt = _image.Apt is { } mirror ? $"deb {mirror} {suite} main\n" : "";

        yield return new BuildStep("chroot", [], ["2", suite, .. _sources, .. packages], (run, token) => ChrootStep.RunAsync(run, suite, _sources, packages, _debs, token))
        {
            Message = $"{packages.Count} packages and what they need, into a new {_image.Base}",
            Guess = TimeSpan.FromSeconds(100 + 8 * _image.Packages.Count),
            Room = (900L << 20) + (150L << 20) * _image.Packages.Count,
        };
        // The layers below each step; a new list for each, since a step runs long after this method went on.
        string[] trees = ["chroot"];
        if (_image.Playbook is { } playbook)
        {
            yield return new BuildStep("configure", ["chroot"], [TreeScript.Text("configure"), LiveFiles.Text(ConfigureStep.Plugin), playbook, RecipeFiles.Hash(ImageDirectory, RolesDirectory)],
                (run, token) => ConfigureStep.RunAsync(run, ImageDirectory, RolesDirectory, playbook, _name, token))
            {
                Message = $"{playbook}, once, inside the tree",
                Guess = TimeSpan.FromSeconds(30),
                Room = 200L << 20,
            };
            trees = [.. trees, "configure"];
        }
        var below = trees;
        yield return new BuildStep("liveify", below, [TreeScript.Text("liveify"), LiveFiles.Hash], (run, token) => LiveifyAsync(run, below, token))
        {
            Message = "live units, our dracut module, a new initramfs",
            Guess = TimeSpan.FromSeconds(20),
            Room = 100L << 20,
        };
        string[] all = [.. below, "liveify"];
        yield return new BuildStep("extract", all, [TreeScript.Text("extract")], (run, token) => ExtractAsync(run, all, token))
        {
            Message = "kernel, initramfs, list of packages",
            Guess = TimeSpan.FromSeconds(2),
            Room = 60L << 20,
            IsUsable = directory => HasPart(directory, "kernel") && HasPart(directory, "initrd"),
        };
        yield return new BuildStep("pack", all, [TreeScript.Text("pack"), compression.ToString(), apt, persist], (run, token) => PackAsync(run, all, compression, apt, persist, token))
        {
            Message = $"squashfs, {_image.Compression}",
            Guess = TimeSpan.FromSeconds(10),
            Room = 400L << 20,
            IsUsable = directory => HasPart(directory, "rootfs"),
        };
        yield return new BuildStep("manifest", ["chroot", "extract", "pack"], ["1", _name, _image.Base, .. _image.Kernel.Arguments, "persist", .. _image.Persist], ManifestAsync)
        {
            Message = "digests, sizes, packages, tools",
            Guess = TimeSpan.FromSeconds(0.2),
            IsUsable = directory => Digest.TryParse(ReadOrEmpty(Path.Combine(directory, "image")).Trim(), out var digest) && _artifacts.PathOf(digest) is not null,
        };
    }

    private Task LiveifyAsync(StepRun run, IReadOnlyList<string> trees, CancellationToken token)
    {
        var files = Path.Combine(run.Directory, "files");
        LiveFiles.CopyTo(Path.Combine(files));
        return Scratch.UseAsync(run, merged => TreeScript.RunAsync("liveify", [run.Directory, merged, files, .. Layers(run, trees)], Epoch(run), run, token));
    }

    private async Task ExtractAsync(StepRun run, IReadOnlyList<string> trees, CancellationToken token)
    {
        await Scratch.UseAsync(run, merged => TreeScript.RunAsync("extract", [run.Directory, merged, .. Layers(run, trees)], Epoch(run), run, token));
        await TakeAsync(run.Directory, "kernel", token);
        await TakeAsync(run.Directory, "initrd", token);
    }

    private async Task PackAsync(StepRun run, IReadOnlyList<string> trees, Compression compression, string apt, string persist, CancellationToken token)
    {
        var level = compression.Level?.ToString(CultureInfo.InvariantCulture) ?? "";
        await Scratch.UseAsync(run, merged => TreeScript.RunAsync("pack", [run.Directory, merged, compression.Algorithm, level, apt, persist, .. Layers(run, trees)], Epoch(run), run, token));
        await TakeAsync(run.Directory, "rootfs", token);
    }

    private async Task ManifestAsync(StepRun run, CancellationToken token)
    {
        var extracted = run.Results["extract"];
        var manifest = new ImageManifest
        {
            Name = _name,
            Base = _image.Base,
            // Seconds: the manifest is read by people too.
            Built = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds()),
            Commit = _site.Commit,
            KernelRelease = ReadOrEmpty(Path.Combine(extracted, "kernel-release")).Trim(),
            Kernel = Part(extracted, "kernel"),
            Initrd = Part(extracted, "initrd"),
            Rootfs = Part(run.Results["pack"], "rootfs"),
            UnpackedSize = long.Parse(ReadOrEmpty(Path.Combine(extracted, "unpacked")).Trim(), CultureInfo.InvariantCulture),
            Arguments = _image.Kernel.Arguments,
            Persist = _image.Persist,
            Packages = Pairs(Path.Combine(extracted, "packages")),
            Tools = await ToolVersions.ReadAsync(token),
        };
        var file = Path.Combine(run.Directory, "manifest.json");
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(manifest, ImageJson.Default.ImageManifest), token);
        var (digest, _) = await _artifacts.TakeAsync(file, token);
        await File.WriteAllTextAsync(Path.Combine(run.Directory, "image"), digest.Hex + "\n", token);
    }

    // A part's bytes go to the store; its digest and size stay as the step's result.
    private async Task TakeAsync(string directory, string part, CancellationToken token)
    {
        var (digest, size) = await _artifacts.TakeAsync(Path.Combine(directory, part), token);
        await File.WriteAllTextAsync(Path.Combine(directory, part + ".part"), $"{digest} {size.ToString(CultureInfo.InvariantCulture)}\n", token);
    }

    private static ImagePart Part(string directory, string part)
    {
        var words = File.ReadAllText(Path.Combine(directory, part + ".part")).Split(' ');
        return new ImagePart(part, Digest.Parse(words[0]), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private bool HasPart(string directory, string part)
        => File.Exists(Path.Combine(directory, part + ".part")) && _artifacts.PathOf(Part(directory, part).Digest) is not null;

    // Topmost first, as overlayfs wants them.
    private static IEnumerable<string> Layers(StepRun run, IEnumerable<string> trees)
        => trees.Reverse().Select(tree => Path.Combine(run.Results[tree], tree == "chroot" ? "tree" : "layer"));

    private static Dictionary<string, string?> Epoch(StepRun run) => new() { ["SOURCE_DATE_EPOCH"] = ReadOrEmpty(Path.Combine(run.Results["chroot"], "epoch")).Trim() };

    private static SortedDictionary<string, string> Pairs(string file)
        => new(File.ReadLines(file).Select(line => line.Split(' ')).Where(words => words.Length == 2).GroupBy(words => words[0]).ToDictionary(group => group.Key, group => group.First()[1]), StringComparer.Ordinal);

    private static string ReadOrEmpty(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
