using System.Globalization;
using System.Text;

namespace Racklight.Tests.NetBoot.Ipxe;

/// <summary>
/// Reads scripts as iPXE does (split, then expand again and again, then run), for set and echo only, and gives what echo prints:
/// the other side of the property "what was written is read back".
/// </summary>
internal static class IpxeReader
{
    public static IReadOnlyList<string> Echoed(string script)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var echoed = new List<string>();
        var text = script.Replace("\\\n", "", StringComparison.Ordinal);
        foreach (var line in text.Split('\n').Skip(1))
        {
            var words = line.Split([' ', '\t', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries).ToList();
            var end = words.FindIndex(word => word is "||" or "&&" or ";" || word[0] == '#');
            if (end >= 0) words = words[..end];
            var argv = words.Select(word => Expand(word, settings)).ToList();
            if (argv.Count == 0) continue;
            if (argv[0] == "echo") echoed.Add(string.Join(' ', argv.Count > 1 && argv[1] == "--" ? argv[2..] : argv[1..]));
            else if (argv[0] == "set") Set(settings, argv[1], string.Join(' ', argv[2..]));
        }
        return echoed;
    }

    private static void Set(Dictionary<string, string> settings, string name, string value)
    {
        if (name.EndsWith(":hex", StringComparison.Ordinal))
            settings[name[..^4]] = Encoding.UTF8.GetString([.. value.Split(':').Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);
        else settings[name] = value;
    }

    private static string Expand(string word, Dictionary<string, string> settings)
    {
        for (var rounds = 0; rounds < 100; rounds++)
        {
            int start = -1, end = -1;
            for (var i = 0; i < word.Length && end < 0; i++)
            {
                if (word[i] == '$' && i + 1 < word.Length && word[i + 1] == '{') start = i;
                if (start >= 0 && word[i] == '}') end = i;
            }
            if (end < 0) break;
            var name = word[(start + 2)..end].Split(':')[0];
            word = word[..start] + settings.GetValueOrDefault(name, "") + word[(end + 1)..];
        }
        return word;
    }
}
