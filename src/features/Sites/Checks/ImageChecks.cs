using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>How images are built: bases, mirrors, packages, playbooks.</summary>
internal sealed class ImageChecks : ISiteCheck
{
    private static readonly Dictionary<string, string[]> Releases = new(StringComparer.Ordinal)
    {
        ["debian"] = ["bullseye", "bookworm", "trixie", "forky", "sid", "stable", "testing", "unstable"],
        ["ubuntu"] = ["focal", "jammy", "noble"],
    };

    public IEnumerable<Problem> Check(SiteDraft site)
    {
        foreach (var (file, image) in SiteDraft.Read(site.Images))
        {
            if (BaseProblem(file, image.Base) is { } wrong) yield return wrong;
            if (image.Mirror is { } mirror && WebAddress.Fault(mirror) is { } why) yield return file.At(["mirror"], $"`{mirror}` {why}", "http://SERVER/debian");
            if (image.Apt is { } apt && WebAddress.Fault(apt) is { } reason) yield return file.At(["apt"], $"`{apt}` {reason}", "http://SERVER/debian");
            if (image.Playbook is { } playbook)
            {
                var directory = $"images/{file.Name}";
                if (site.Files.Fault(directory, playbook) is { } fault) yield return file.At(["playbook"], fault.Message, fault.Hint);
                else if (site.Files.KindOf($"{directory}/{playbook}") == SiteEntryKind.Directory) yield return file.At(["playbook"], $"{playbook} is a directory", "name the playbook in it");
            }
            foreach (var problem in Twice(file, ["packages"], image.Packages)) yield return problem;
            foreach (var problem in Twice(file, ["kernel", "arguments"], image.Kernel.Arguments)) yield return problem;
        }
    }

    private static Problem? BaseProblem(SourceFile<ImageFile> file, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (distribution, release) = (text[..slash], text[(slash + 1)..]);
        if (!Releases.TryGetValue(distribution, out var releases))
        {
            var other = NearestWord.Of(distribution, Releases.Keys);
            return file.At(["base"], $"images cannot be built from `{distribution}`{(other is null ? "" : $", did you mean `{other}`?")}", "one of " + string.Join(", ", Releases.Keys));
        }
        if (releases.Contains(release)) return null;
        if (char.IsAsciiDigit(release[0])) return file.At(["base"], $"`{release}` is a version; mirrors know releases by their code name", $"{distribution}/{releases[1]}");
        // A release newer than this list is fine; a slip of the finger is said before a build fails on it.
        var near = NearestWord.Of(release, releases);
        return near is null ? null : file.At(["base"], $"`{release}` is not a release of {distribution} that is known here, did you mean `{near}`?", null, Severity.Warning);
    }

    private static IEnumerable<Problem> Twice(SourceFile<ImageFile> file, string[] keys, IReadOnlyList<string> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!seen.Add(item)) yield return file.AtItem(keys, item, 1, $"`{item}` is in this list already", "remove it", Severity.Warning);
        }
    }
}
