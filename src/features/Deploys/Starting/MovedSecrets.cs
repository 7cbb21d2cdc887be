using System.Text;
using System.Text.RegularExpressions;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Checking.Secrets;
using Racklight.Releases;
using Racklight.Secrets;

namespace Racklight.Deploys.Starting;

/// <summary>
/// Takes secrets out of files that are made of settings, and leaves variables in their place: <c>password = {{ nova_conf_password }}</c>. The values go into
/// the tool's list of secrets, which is encrypted. So the settings can still be read and reviewed, and a file that the tool opens by itself, which cannot
/// be encrypted, can be committed. What Ansible makes of the file is what stood there.
/// </summary>
/// <param name="list">The tool's list of secrets.</param>
internal sealed partial class MovedSecrets(SecretFile list)
{
    // What is shorter may be the same as another by chance.
    private const int LongEnoughToBeTheSame = 16;

    private readonly Dictionary<string, string> _names = list.Entries.Where(static entry => entry.Text is { Length: >= LongEnoughToBeTheSame }).GroupBy(static entry => entry.Text!).ToDictionary(static same => same.Key, static same => same.First().Key, StringComparer.Ordinal);
    private readonly HashSet<string> _taken = [.. list.Entries.Select(static entry => entry.Key)];

    /// <summary>True once anything was moved.</summary>
    public bool Any { get; private set; }

    /// <summary>Moves what has a place in a text: values that their keys name secrets, tokens, passwords in URLs.</summary>
    /// <param name="file">A text.</param>
    /// <param name="isOpen">Whether a secret still lies open in a file: then nothing is moved.</param>
    /// <returns>The file without them, and the variables that stand there now; null when there are none, or when one of them cannot be taken out by itself.</returns>
    public (RepositoryFile File, IReadOnlyList<string> Variables)? From(RepositoryFile file, Func<RepositoryFile, bool> isOpen)
    {
        var text = file.Text!;
        var found = Places(file).OrderBy(static place => place.Start).ToList();
        if (found.Count == 0 || found.Any(place => !IsLiteral(file, text, place.Start, place.Length)) || isOpen(Without(file, found, static _ => "moved"))) return null;
        var variables = new List<string>();
        var without = Without(file, found, place =>
        {
            variables.Add(Variable(file, place.Start, place.Key, text.Substring(place.Start, place.Length)));
            return variables[^1];
        });
        return (without, variables);
    }

    private static RepositoryFile Without(RepositoryFile file, IReadOnlyList<(int Start, int Length, string Key)> places, Func<(int Start, int Length, string Key), string> variable)
    {
        var text = file.Text!;
        var rest = new StringBuilder();
        var at = 0;
        foreach (var place in places)
        {
            if (place.Start < at) continue;
            // YAML takes an unquoted brace at the beginning of a value for a mapping; behind a host of an inventory the blanks would end it.
            var quotes = !IsQuoted(text, place.Start, place.Length) && (file.IsYaml ? IsWholeValue(text, place.Start, place.Length) : IsBehindHost(text, place.Start)) ? "\"" : "";
            rest.Append(text, at, place.Start - at).Append(quotes).Append("{{ ").Append(variable(place)).Append(" }}").Append(quotes);
            at = place.Start + place.Length;
        }
        return new RepositoryFile(file.Path, Encoding.UTF8.GetBytes(rest.Append(text, at, text.Length - at).ToString()));
    }

    private static IEnumerable<(int Start, int Length, string Key)> Places(RepositoryFile file)
        => NamedSecrets.In(file).Select(static secret => (secret.Start, secret.Length, secret.Key))
            .Concat(TokenForms.In(file.Text!).Where(static token => !token.What.EndsWith("Ceph", StringComparison.Ordinal)).Select(token => (token.Start, token.Length, KeyBefore(file.Text!, token.Start))));

    /// <summary>False where the text is not what is meant: with escapes in quotes.</summary>
    private static bool IsLiteral(RepositoryFile file, string text, int start, int length)
        => start > 0
            && !(text.AsSpan(start, length).Contains('\\') && (file.IsYaml || file.Path.EndsWith(".json", StringComparison.Ordinal)) && text[start - 1] == '"')
            && !(file.IsYaml && text[start - 1] == '\'' && start + length + 1 < text.Length && text[start + length + 1] == '\'');

    private static bool IsQuoted(string text, int start, int length)
        => start > 0 && text[start - 1] is '"' or '\'' && start + length < text.Length && text[start + length] == text[start - 1];

    /// <summary>True for <c>key: VALUE</c>; within a longer text braces need no quotes.</summary>
    private static bool IsWholeValue(string text, int start, int length)
    {
        var end = text.IndexOf('\n', start) is var newline and >= 0 ? newline : text.Length;
        var after = text.AsSpan(start + length, end - start - length).TrimStart();
        return text[start - 1] is ' ' && text.AsSpan(0, start).TrimEnd(' ') is [.., ':' or '-'] && (after.IsEmpty || after[0] is '#' or ',' or '}' or ']' or '\r');
    }

    private static bool IsBehindHost(string text, int start)
        => text[start - 1] == '=' && text.AsSpan(text.LastIndexOf('\n', start - 1) + 1, start - text.LastIndexOf('\n', start - 1) - 1).Trim().IndexOfAny(' ', '\t') > 0;

    private string Variable(RepositoryFile file, int start, string key, string value)
    {
        Any = true;
        if (_names.TryGetValue(value, out var same)) return same;
        var section = Section(file, start);
        var stem = file.Path.StartsWith("config/", StringComparison.Ordinal) ? file.Path["config/".Length..] : file.Path;
        stem = Path.ChangeExtension(stem, null);
        var name = Separators().Replace($"{stem}_{section}_{key}".ToLowerInvariant(), "_").Trim('_');
        if (!char.IsAsciiLetter(name[0])) name = "own_" + name;
        var free = name;
        for (var number = 2; IsTheTools(free) || !_taken.Add(free); number++) free = $"{name}_{number}";
        list.Set(free, value);
        if (value.Length >= LongEnoughToBeTheSame) _names[value] = free;
        return free;
    }

    /// <summary>A name that the tool gives a meaning, in whatever release: a value under it would change more than the file that it came from.</summary>
    private static bool IsTheTools(string name) => ReleaseNames.KollaSecrets.All.Contains(name) || ReleaseNames.KollaVariables.All.Contains(name) || ReleaseNames.OsaSecrets.All.Contains(name) || ReleaseNames.OsaVariables.All.Contains(name);

    /// <summary>The section that a line of settings stands in; none for <c>[DEFAULT]</c> and outside of such files.</summary>
    private static string? Section(RepositoryFile file, int start)
        => file.IsYaml ? null : SectionLine().Matches(file.Text![..start]).LastOrDefault()?.Groups[1].Value is { } section && section != "DEFAULT" ? section : null;

    private static string KeyBefore(string text, int start)
    {
        var line = text[(text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1)..start];
        var key = KeyOfLine().Match(line) is { Success: true } found ? found.Groups[1].Value : "";
        return line.Contains("://", StringComparison.Ordinal) ? key + "_password" : key.Length > 0 ? key : "token";
    }

    [GeneratedRegex(@"[^a-z0-9]+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"^\[([^\]\r\n]{1,80})\]", RegexOptions.Multiline)]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"^\s*(?:-\s+)?[""']?([A-Za-z_][A-Za-z0-9_.-]{0,60})[""']?\s*[:=]")]
    private static partial Regex KeyOfLine();
}
