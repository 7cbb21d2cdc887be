using Racklight.App;
using Racklight.Images.Building;
using Racklight.Images.Storage;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Images;

/// <summary>The images of one state directory.</summary>
internal sealed class ImageService : IImages, IImageFiles
{
    private readonly string _state;
    private readonly Func<IChannelStore?> _channels;
    private readonly TimeProvider _clock;

    /// <param name="state">The state directory.</param>
    /// <param name="channels">The channels' pointers; null where no database is open.</param>
    /// <param name="clock">The clock.</param>
    public ImageService(string state, Func<IChannelStore?> channels, TimeProvider clock)
    {
        (_state, _channels, _clock) = (state, channels, clock);
        Artifacts = new DirectoryArtifacts(Path.Combine(state, "artifacts"));
        Catalog = new ImageCatalog(Path.Combine(state, "images"), Artifacts);
    }

    /// <summary>The store of files.</summary>
    public IArtifacts Artifacts { get; }

    /// <summary>The list of images.</summary>
    public ImageCatalog Catalog { get; }

    /// <summary>Where build results lie.</summary>
    public string BuildDirectory => Path.Combine(_state, "build");

    public Task<IReadOnlyList<Image>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Catalog.List());

    public Task<Image?> FindAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(Catalog.Find(digest));

    public string? PathOf(Digest digest) => Artifacts.PathOf(digest);

    public async Task<Image?> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        if (Digest.TryParse(reference, out var digest)) return Catalog.Find(digest);
        var parts = reference.Split('@');
        if (parts.Length > 2) return null;
        var (name, channel) = (parts[0], parts.Length == 2 ? parts[1] : "stable");
        if (Digest.TryParse(channel, out var named)) return Catalog.Find(named) is { } exact && exact.Manifest.Name == name ? exact : null;
        if (_channels() is { } channels && await channels.FindAsync(name, channel, cancellationToken) is { } pointed) return Catalog.Find(pointed);
        return channel == "stable" ? Catalog.Newest(name) : null;
    }

    public async Task<Image> BuildAsync(Site site, string name, IProgress<BuildProgress> progress, CancellationToken cancellationToken)
    {
        // A build runs what the site says, as root: a ref that anybody may push must not start one (DESIGN §5).
        if (!site.Protected) throw new ProblemException($"image {name} is not built from {site.Commit ?? site.Root}: only protected refs start builds", "merge it, or name its branch under refs: protected: in site.yaml");
        if (site.Files.Directory is null) throw new ProblemException($"image {name} cannot be built out of the bare repository {site.Root}: its files are needed in a directory", $"git clone {site.Root} DIR, then build there");
        var recipe = new ImageRecipe(site, name, _state, Artifacts, _clock);
        Directory.CreateDirectory(BuildDirectory);
        var times = new StepTimes(Path.Combine(BuildDirectory, "times.json"), name);
        using var journal = new RunJournal();
        var graph = new BuildGraph(BuildDirectory, recipe.Steps, times, journal, progress, _clock);
        var missing = graph.Missing();
        if (missing.Count > 0) Preflight.Check(_state, missing, recipe.ProgramsFor(missing), times);
        var result = await graph.RunAsync(cancellationToken);
        var digest = Digest.Parse((await File.ReadAllTextAsync(Path.Combine(result, "image"), cancellationToken)).Trim());
        if (missing.Count > 0 || Catalog.Find(digest) is null) Catalog.Add(digest, graph.Results);
        return Catalog.Find(digest) ?? throw new ProblemException($"image {name} {digest.Short} was built, but parts of it are gone from {Path.Combine(_state, "artifacts")}", "racklight image build again", ExitCodes.Outside);
    }
}
