using System.Text;
using Racklight.Sites;
using Racklight.Templates;
using Racklight.Yaml;

namespace Racklight.Answers.Rendering;

/// <summary>Finds templates: the site's below <c>answers/</c>, in its directory or its commit, then ours. Nothing outside the site is ever read.</summary>
internal sealed class SiteTemplates(ISiteFiles files) : ITemplateLoader
{
    private const int LargestFile = 256 * 1024;
    private const string Folder = "answers/";
    private const string OurFolder = "builtin/";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What an included name stands for: <c>NAME</c> is the site's, <c>builtin/NAME</c> ours.</summary>
    public TemplateSource? Find(string name)
    {
        if (name.StartsWith(OurFolder, StringComparison.Ordinal)) return Builtin(name[OurFolder.Length..]);
        if (name.Length == 0 || name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl) || name.Split('/').Any(static part => part is "" or "." or ".."))
        {
            throw new TemplateFaultException($"`{name}` does not lie below answers/", "templates are named relative to answers/, without ..");
        }
        if (files.KindOf(Folder + name) != SiteEntryKind.File) return null;
        try
        {
            return new TemplateSource(Folder + name, Strict.GetString(files.Read(Folder + name, LargestFile)));
        }
        catch (BoundedFileException e)
        {
            throw new TemplateFaultException($"answers/{name} cannot be read: {e.Message}", "keep it in the site's answers/ folder");
        }
        catch (DecoderFallbackException)
        {
            throw new TemplateFaultException($"answers/{name} is not UTF-8", "save it as UTF-8");
        }
    }

    /// <summary>Whether the site has a template of that name.</summary>
    public static bool Exists(Site site, string name) => site.Files.KindOf(Folder + name) == SiteEntryKind.File;

    /// <summary>The template that comes with this program for a format, or null.</summary>
    public static TemplateSource? Builtin(string format)
    {
        using var stream = typeof(SiteTemplates).Assembly.GetManifestResourceStream("Builtin/" + format);
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Strict);
        return new TemplateSource(format + " (built in)", reader.ReadToEnd());
    }
}

/// <summary>Passes on what another loader finds and keeps it: a session's answers are made of these texts for as long as it lives.</summary>
internal sealed class RecordingTemplates(ITemplateLoader inner) : ITemplateLoader
{
    public Dictionary<string, TemplateSource> Found { get; } = new(StringComparer.Ordinal);

    public TemplateSource? Find(string name)
    {
        if (Found.TryGetValue(name, out var known)) return known;
        var source = inner.Find(name);
        if (source is not null) Found[name] = source;
        return source;
    }
}

/// <summary>Only what was recorded.</summary>
internal sealed class RecordedTemplates(IReadOnlyDictionary<string, TemplateSource> recorded) : ITemplateLoader
{
    public TemplateSource? Find(string name) => recorded.GetValueOrDefault(name);
}
