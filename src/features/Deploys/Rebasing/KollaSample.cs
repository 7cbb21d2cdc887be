using System.Text;
using Racklight.App;
using Racklight.Releases;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing;

/// <summary>The sample configuration that a release of kolla-ansible brings.</summary>
/// <param name="Where">Where it was found, for people.</param>
/// <param name="Globals">globals.yml.</param>
/// <param name="Passwords">passwords.yml, or null.</param>
/// <param name="Multinode">The inventory of several hosts, or null.</param>
/// <param name="AllInOne">The inventory of one host, or null.</param>
internal sealed record KollaSample(string Where, string Globals, string? Passwords, string? Multinode, string? AllInOne)
{
    private const int LargestText = 1 << 20;
    private static readonly string[] GlobalsPlaces = ["share/kolla-ansible/etc_examples/kolla", "etc_examples/kolla", "etc/kolla", "."];
    private static readonly string[] InventoryPlaces = ["share/kolla-ansible/ansible/inventory", "ansible/inventory", "."];
    private static readonly string[] Installed = ["/usr/local", "/usr"];

    /// <summary>The series that it is of, by its settings; null when it is like none that is known.</summary>
    public Series? Series() => ReleaseNames.KollaSettings.Guess([.. YamlBlocks.Read(Globals).Where(static block => block.Key is not null).Select(static block => block.Key!).Distinct()]);

    /// <summary>
    /// Reads a sample: from a virtual environment, an installed kolla-ansible, a git checkout, a directory with the files, or from a commit of a
    /// repository (<c>DIR@REF</c>).
    /// </summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public static async Task<KollaSample> ReadAsync(string place, CancellationToken cancellationToken)
    {
        var at = place.LastIndexOf('@');
        if (at > 0 && !Directory.Exists(place)) return await FromGitAsync(place[..at], place[(at + 1)..], cancellationToken);
        if (!Directory.Exists(place)) throw new ProblemException($"{place} is not there", "name a virtual environment, a checkout of kolla-ansible (DIR or DIR@TAG), or a directory with its sample files");
        return FromDirectory(place) ?? throw new ProblemException($"{place} has no sample globals.yml of kolla-ansible", "looked in " + string.Join(", ", GlobalsPlaces));
    }

    /// <summary>Looks where a sample usually is: a release's own environment, then what is installed.</summary>
    public static KollaSample? Find(Series series, string venvs)
        => new[] { Path.Combine(venvs, series.Name) }.Concat(Installed).Where(Directory.Exists).Select(FromDirectory).FirstOrDefault(sample => sample is not null && sample.Series() == series);

    /// <summary>The sample inventory that one is most like.</summary>
    public string? InventoryLike(Inventory inventory)
        => inventory.Members("control").All(static host => host.StartsWith("localhost", StringComparison.Ordinal)) && AllInOne is not null ? AllInOne : Multinode;

    private static KollaSample? FromDirectory(string directory)
    {
        string? Read(IEnumerable<string> places, string name) => places.Select(place => Path.Combine(directory, place, name)).Where(File.Exists).Select(file => Text(directory, file)).FirstOrDefault();
        var globals = Read(GlobalsPlaces, "globals.yml");
        return globals is null ? null : new KollaSample(directory, globals, Read(GlobalsPlaces, "passwords.yml"), Read(InventoryPlaces, "multinode"), Read(InventoryPlaces, "all-in-one"));
    }

    private static string Text(string directory, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(BoundedFile.Read(directory, Path.GetFullPath(file)));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem(e.Message) { File = file });
        }
    }

    private static async Task<KollaSample> FromGitAsync(string repository, string commit, CancellationToken cancellationToken)
    {
        if (commit.StartsWith('-')) throw new ProblemException($"{commit} is no name of a commit");
        async Task<string?> Show(string file)
        {
            var text = new StringBuilder();
            var spec = new ProcessSpec("git", "-C", repository, "show", $"{commit}:{file}") { Limit = TimeSpan.FromMinutes(1), OnOutput = line => Append(text, line) };
            return (await ProcessRunner.RunAsync(spec, cancellationToken)).Succeeded ? text.ToString() : null;
        }

        var globals = await Show("etc/kolla/globals.yml") ?? throw new ProblemException($"{repository} has no etc/kolla/globals.yml at {commit}", "git -C DIR tag --list");
        return new KollaSample($"{repository}@{commit}", globals, await Show("etc/kolla/passwords.yml"), await Show("ansible/inventory/multinode"), await Show("ansible/inventory/all-in-one"));
    }

    private static void Append(StringBuilder text, string line)
    {
        if (text.Length < LargestText) text.Append(line).Append('\n');
    }
}
