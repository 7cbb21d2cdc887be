namespace Racklight.Images.Mirrors;

/// <summary>Reads apt's two ways of writing sources: one line each (sources.list(5)) and deb822 stanzas. What it cannot read it leaves out, as apt's own warnings are not ours to repeat.</summary>
internal static class AptSourceReader
{
    /// <summary>All enabled binary sources of the machine whose <c>/etc/apt</c> this is.</summary>
    public static IReadOnlyList<AptSource> ReadAll(string directory)
    {
        var sources = new List<AptSource>();
        var list = Path.Combine(directory, "sources.list");
        if (File.Exists(list)) sources.AddRange(ReadLines(File.ReadAllText(list)));
        var parts = Path.Combine(directory, "sources.list.d");
        if (!Directory.Exists(parts)) return sources;
        foreach (var file in Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal))
        {
            if (file.EndsWith(".list", StringComparison.Ordinal)) sources.AddRange(ReadLines(File.ReadAllText(file)));
            if (file.EndsWith(".sources", StringComparison.Ordinal)) sources.AddRange(ReadStanzas(File.ReadAllText(file)));
        }
        return sources;
    }

    /// <summary><c>deb [signed-by=…] URI SUITE COMPONENT…</c></summary>
    internal static IEnumerable<AptSource> ReadLines(string text)
    {
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Split('#')[0].Trim();
            if (!line.StartsWith("deb ", StringComparison.Ordinal) && !line.StartsWith("deb\t", StringComparison.Ordinal)) continue;
            line = line[4..].Trim();
            string? keyring = null;
            if (line.StartsWith('['))
            {
                var end = line.IndexOf(']', StringComparison.Ordinal);
                if (end < 0) continue;
                keyring = line[1..end].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase)).Select(option => option["signed-by=".Length..]).FirstOrDefault();
                line = line[(end + 1)..].Trim();
            }
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3) yield return new AptSource(words[0], words[1], string.Join(' ', words[2..]), keyring);
        }
    }

    /// <summary>Stanzas of <c>Key: value</c>; a line that begins with a blank continues the value.</summary>
    internal static IEnumerable<AptSource> ReadStanzas(string text)
    {
        foreach (var stanza in Stanzas(text))
        {
            if (stanza.GetValueOrDefault("enabled", "yes") is "no" or "false" or "0" || !Words(stanza, "types").Contains("deb")) continue;
            foreach (var uri in Words(stanza, "uris"))
            {
                foreach (var suite in Words(stanza, "suites")) yield return new AptSource(uri, suite, string.Join(' ', Words(stanza, "components")), stanza.GetValueOrDefault("signed-by"));
            }
        }
    }

    private static IEnumerable<Dictionary<string, string>> Stanzas(string text)
    {
        var stanza = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? key = null;
        foreach (var raw in text.Split('\n'))
        {
            if (raw.StartsWith('#')) continue;
            if (string.IsNullOrWhiteSpace(raw))
            {
                if (stanza.Count > 0) yield return stanza;
                stanza = new(StringComparer.OrdinalIgnoreCase);
                key = null;
            }
            else if (raw[0] is ' ' or '\t')
            {
                if (key is not null) stanza[key] += " " + raw.Trim();
            }
            else if (raw.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                key = raw[..colon].Trim();
                stanza[key] = raw[(colon + 1)..].Trim();
            }
        }
        if (stanza.Count > 0) yield return stanza;
    }

    private static string[] Words(Dictionary<string, string> stanza, string key) => stanza.GetValueOrDefault(key, "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
