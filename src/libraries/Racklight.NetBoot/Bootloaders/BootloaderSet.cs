using System.Collections.Frozen;
using Racklight.NetBoot.Ipxe;

namespace Racklight.NetBoot.Bootloaders;

/// <summary>
/// A directory of loaders, looked at once: which files there are, which suits whom, what their iPXE can. The files are served under
/// their own names, byte for byte.
/// </summary>
public sealed class BootloaderSet
{
    /// <summary>Where the distribution's package <c>ipxe</c> puts its files.</summary>
    public const string DefaultDirectory = "/usr/lib/ipxe";

    private const int MaximumFiles = 4096;
    private const int MaximumDepth = 4;

    /// <summary>What firmware fetches from the distribution's directory; its disk images and option ROMs are for other uses.</summary>
    private static readonly string[] LoaderEndings = [".efi", ".kpxe", ".kkpxe", ".kkkpxe", ".pxe"];

    private readonly FrozenDictionary<string, Bootloader> _files;
    private readonly FrozenDictionary<BootPlatform, string> _declared;
    private readonly FrozenSet<IpxeFeature> _proven;
    private readonly FrozenSet<IpxeFeature> _vouched;

    private BootloaderSet(string name, string directory, IEnumerable<Bootloader> files, IEnumerable<KeyValuePair<BootPlatform, string>> declared, IEnumerable<IpxeFeature> vouched)
    {
        Name = name;
        Directory = directory;
        _files = files.ToFrozenDictionary(static file => file.Name, StringComparer.Ordinal);
        _declared = declared.ToFrozenDictionary();
        _proven = ProvenFeatures(_files.Values).ToFrozenSet();
        _vouched = vouched.ToFrozenSet();
    }

    /// <summary>The set's name.</summary>
    public string Name { get; }

    /// <summary>Where it lies.</summary>
    public string Directory { get; }

    /// <summary>All files that are served, by name.</summary>
    public IEnumerable<Bootloader> Files => _files.Values.OrderBy(static file => file.Name, StringComparer.Ordinal);

    /// <summary>The version of its iPXE: BIOS files do not tell theirs, but come from the same build as the EFI files beside them.</summary>
    public IpxeVersion? Version => Files.Select(static file => file.Version).OfType<IpxeVersion>().FirstOrDefault();

    /// <summary>The platforms that it has a loader for.</summary>
    public IEnumerable<BootPlatform> Platforms => Enum.GetValues<BootPlatform>().Where(platform => Choose(platform).Loader is not null);

    /// <summary>The distribution's set.</summary>
    /// <exception cref="BootloaderSetException">The package is not installed.</exception>
    public static BootloaderSet OpenDefault(string directory = DefaultDirectory)
    {
        if (!System.IO.Directory.Exists(directory)) throw new BootloaderSetException($"there are no iPXE loaders in {directory}", "apt-get install ipxe");
        var files = Probe(directory, Enumerate(directory, 1).Where(static name => LoaderEndings.Contains(Path.GetExtension(name), StringComparer.Ordinal)));
        if (files.Count == 0) throw new BootloaderSetException($"there are no iPXE loaders in {directory}", "apt-get install --reinstall ipxe");
        return new("distribution", directory, files, [], []);
    }

    /// <summary>A set of the user's own: every file below the directory, and what its <c>bootloaders.json</c> says, if there is one.</summary>
    /// <exception cref="BootloaderSetException">No such directory, nothing in it, too much in it, or a declaration that is wrong.</exception>
    public static BootloaderSet Open(string directory)
    {
        if (!System.IO.Directory.Exists(directory)) throw new BootloaderSetException($"the bootloader set {directory} is not a directory", "create it and put loaders into it");
        var declaration = BootloaderDeclaration.Read(directory);
        var names = Enumerate(directory, MaximumDepth).Where(static name => name != BootloaderDeclaration.FileName).ToList();
        if (names.Count == 0) throw new BootloaderSetException($"the bootloader set {directory} is empty", "put loaders into it");
        var files = Probe(directory, names);
        var declared = new Dictionary<BootPlatform, string>();
        foreach (var (word, name) in declaration.Loaders ?? new Dictionary<string, string>())
        {
            var platform = BootPlatforms.Parse(word) ?? throw Wrong(directory, $"unknown platform '{word}'", "one of " + string.Join(", ", BootPlatforms.All));
            if (files.All(file => file.Name != name)) throw Wrong(directory, $"the loader '{name}' of {word} is not in the set", "names are relative to the set's directory, in their exact case");
            declared[platform] = name;
        }
        var features = (declaration.Features ?? []).Select(word => Enum.TryParse<IpxeFeature>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var feature) && !char.IsAsciiDigit(word.FirstOrDefault())
            ? feature
            : throw Wrong(directory, $"unknown feature '{word}'", "one of " + string.Join(", ", Enum.GetNames<IpxeFeature>())));
        return new(declaration.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)), directory, files, declared, features.ToList());
    }

    /// <summary>A file by the name that a client asks for; null when the set has none.</summary>
    public Bootloader? Find(string name) => _files.GetValueOrDefault(name);

    /// <summary>The loader for a machine.</summary>
    /// <param name="platform">What its firmware can start.</param>
    /// <param name="instead">A file name that the site gives for this machine; null: what suits the platform.</param>
    public BootloaderChoice Choose(BootPlatform platform, string? instead = null)
    {
        if (instead is not null)
        {
            return Find(instead) is { } asked
                ? new(asked, null)
                : new(null, new($"the bootloader set {Name} ({Directory}) has no file '{instead}', which the site names for this machine", "it has " + string.Join(", ", Files.Select(static file => file.Name).Take(20))));
        }
        if (platform == BootPlatform.Unknown) return new(null, new("the machine does not say what it can start (DHCP option 93), so there is no telling which loader suits it", "name a bootloader for this machine in the site"));
        if (_declared.TryGetValue(platform, out var name)) return new(_files[name], null);
        foreach (var usual in LoaderTable.Names(platform))
        {
            if (Find(usual) is { } loader) return new(loader, null);
        }
        return new(null, new($"the bootloader set {Name} ({Directory}) has no loader for {platform.Word()} (looked for {string.Join(", ", LoaderTable.Names(platform))})", LoaderTable.Source(platform)));
    }

    /// <summary>What a client can that was started from this set: its version's features, and those found or declared.</summary>
    public IpxeCapabilities Capabilities(IpxePlatform platform)
    {
        var byVersion = IpxeCapabilities.For(Version, platform).With(_vouched);
        // What is found in EFI binaries says nothing about the BIOS ones: they are configured apart.
        return platform == IpxePlatform.Efi ? byVersion.With(_proven) : byVersion;
    }

    /// <summary>
    /// What a client can that says its version and firmware. A declaration holds for clients of the set's own build only: a network card's
    /// built-in iPXE asks the same server and was not built by whoever wrote the declaration.
    /// </summary>
    /// <param name="userAgent">As in its HTTP request.</param>
    /// <param name="platform">iPXE's <c>${platform}</c>.</param>
    public IpxeCapabilities CapabilitiesOf(string? userAgent, string? platform)
    {
        var client = IpxeCapabilities.FromRequest(userAgent, platform);
        return client.Version is { } version && version.Text == Version?.Text ? Capabilities(client.Platform) : client;
    }

    private static BootloaderSetException Wrong(string directory, string message, string hint) => new($"{Path.Combine(directory, BootloaderDeclaration.FileName)}: {message}", hint);

    private static List<IpxeFeature> ProvenFeatures(IEnumerable<Bootloader> files)
    {
        var probed = files.Where(static file => file.Version is not null).Select(static file => VersionProbe.Features(file.Path)).ToList();
        // Only what every one of them has: the client does not say which file it was.
        return probed.Count == 0 ? [] : [.. probed.Aggregate(static (all, next) => [.. all.Intersect(next)])];
    }

    private static List<string> Enumerate(string directory, int depth)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = depth > 1, MaxRecursionDepth = depth - 1, IgnoreInaccessible = true };
        var names = new List<string>();
        foreach (var path in System.IO.Directory.EnumerateFiles(directory, "*", options))
        {
            if (names.Count == MaximumFiles) throw new BootloaderSetException($"the bootloader set {directory} has more than {MaximumFiles} files", "give it a directory of its own");
            // A link to nowhere is listed, but is no file (File.Exists follows links).
            if (File.Exists(path)) names.Add(Path.GetRelativePath(directory, path));
        }
        return names;
    }

    private static List<Bootloader> Probe(string directory, IEnumerable<string> names)
    {
        try
        {
            return [.. names.Select(name =>
            {
                var path = Path.Combine(directory, name);
                var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
                return new Bootloader(name, path, target.Length) { Version = Path.GetExtension(name) == ".efi" ? VersionProbe.Version(path) : null };
            })];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BootloaderSetException($"cannot read the bootloader set {directory}: {e.Message}", "make its files readable for the user that the server runs as", e);
        }
    }
}
