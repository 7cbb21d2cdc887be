using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>The files of secrets that a site names: there and inside. What is in them is looked at by the room of secrets.</summary>
internal sealed class SecretFileChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        if (site.Site.Value is not { } own) yield break;
        var good = true;
        foreach (var text in own.Secrets.Distinct(StringComparer.Ordinal))
        {
            if (Fault(site, text) is not { } fault) continue;
            good &= fault.Severity == Severity.Warning;
            yield return site.Site.AtItem(["secrets"], text, 0, fault.Message, fault.Hint, fault.Severity);
        }
        if (good && TooMany(site, own) is { } many) yield return site.Site.AtKey(["secrets"], many, $"name the few that answers need");
    }

    private static Problem? Fault(SiteDraft site, string text)
    {
        if (!SecretFiles.IsPattern(text))
        {
            if (site.Files.Fault("", text) is { } fault) return new Problem(fault.Message) { Hint = fault.Hint };
            return site.Files.KindOf(text) == SiteEntryKind.Directory ? new Problem($"{text} is a directory") { Hint = $"{text.TrimEnd('/')}/*.yml" } : null;
        }
        if (text[0] is '/' or '~' || text.Split('/').Contains("..")) return new Problem($"`{text}` leaves the site") { Hint = "a pattern relative to the site, such as secrets/*.yml" };
        // * stands for a part of one name; two would look like any depth, and mean one.
        if (text.Contains("**", StringComparison.Ordinal)) return new Problem($"`{text}`: `**` does not mean any depth here") { Hint = "one pattern for each folder" };
        try
        {
            return SecretFiles.Matches(site.Files, text).Any() ? null : new Problem($"no file matches `{text}`") { Severity = Severity.Warning, Hint = "ansible-vault create, or racklight secret encrypt, makes one" };
        }
        catch (BoundedFileException e)
        {
            return new Problem($"`{text}`: {e.Message}");
        }
    }

    private static string? TooMany(SiteDraft site, SiteFile own)
    {
        try
        {
            SecretFiles.Of(site.Files, own.Secrets);
            return null;
        }
        catch (BoundedFileException e)
        {
            return e.Message;
        }
    }
}
