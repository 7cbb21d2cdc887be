using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>Preseed files: lines <c>owner question type value</c> (debconf-set-selections(1); Debian installation guide, appendix B).</summary>
internal sealed class PreseedLint : IAnswerLint
{
    private static readonly string[] Types = ["boolean", "error", "multiselect", "note", "password", "seen", "select", "string", "text", "title"];

    public void Check(string text, Findings findings)
    {
        var lines = WordLine.Lines(text, findings);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var start = i;
            var line = lines[i];
            while (line.EndsWith('\\') && i + 1 < lines.Length && !line.TrimStart().StartsWith('#')) line = line[..^1] + lines[++i];
            if (line.EndsWith('\\') && i + 1 == lines.Length) findings.Error(start + 1, line.Length, "the last line ends in a backslash: nothing follows it");
            if (line.TrimStart() is "" or ['#', ..]) continue;
            Line(line, start + 1, seen, values, findings);
        }
        Whole(values, findings);
    }

    private static void Line(string line, int number, Dictionary<string, int> seen, Dictionary<string, string> values, Findings findings)
    {
        var parts = Fields(line);
        if (parts.Count < 3)
        {
            findings.Error(number, 1, "a line is `owner question type value`; here is less", "d-i debian-installer/locale string en_US.UTF-8");
            return;
        }
        var (owner, question, type) = (parts[0].Text, parts[1].Text, parts[2].Text);
        if (!question.Contains('/', StringComparison.Ordinal) && question is not ("tasksel" or "mirror")) findings.Warn(number, parts[1].Column, $"`{Findings.Shown(question)}` is an unusual name for a question: they have a /", "owner first (d-i), then the question");
        if (!Types.Contains(type))
        {
            var near = NearestWord.Of(type, Types);
            findings.Error(number, parts[2].Column, $"`{Findings.Shown(type)}` is no type of a question", near is null ? "one of " + string.Join(", ", Types) : $"did you mean `{near}`?");
            return;
        }
        var key = owner + " " + question + (type == "seen" ? " seen" : "");
        if (!seen.TryAdd(key, number)) findings.Warn(number, parts[1].Column, $"{Findings.Shown(question)} is answered on line {seen[key]} already; this line wins", "keep one of them");
        var after = parts[2].Column - 1 + type.Length;
        // Exactly one blank parts type and value: what else stands there is taken for the value's beginning.
        var value = after < line.Length ? line[(after + 1)..] : "";
        if (value.Length > 0 && value[0] is ' ' or '\t' && value.Trim().Length > 0) findings.Warn(number, after + 2, "more than one blank before the value: all but the first become part of it", "one blank or tab");
        values[question] = value.Trim();
        if (type is "boolean" or "seen" && value.Trim() is not ("true" or "false")) findings.Error(number, Math.Min(after + 2, line.Length + 1), $"`{Findings.Shown(value.Trim())}` is neither true nor false", "true or false");
        if (type == "password" && value.Trim().Length == 0) findings.Error(number, parts[2].Column, $"{Findings.Shown(question)} has no password");
        if (question.EndsWith("password-crypted", StringComparison.Ordinal) && value.Trim() is { Length: > 0 } hash && !CryptHash.IsHash(hash)) findings.Error(number, after + 2, "this is no hash of a password", "openssl passwd -6, or | password_hash('sha512')");
    }

    private static void Whole(Dictionary<string, string> values, Findings findings)
    {
        bool Is(string question, string value) => values.TryGetValue(question, out var given) && given == value;
        var root = values.ContainsKey("passwd/root-password") || values.ContainsKey("passwd/root-password-crypted") || Is("passwd/root-login", "false");
        if (!root) findings.Warn(1, 1, "nothing is said of root's password: the installer asks for one", "d-i passwd/root-password-crypted password !");
        if (!Is("passwd/make-user", "false") && !values.ContainsKey("passwd/username")) findings.Warn(1, 1, "nothing is said of a first user: the installer asks for one", "d-i passwd/make-user boolean false");
        if (values.ContainsKey("partman-auto/method"))
        {
            foreach (var question in (string[])["partman/choose_partition", "partman/confirm"])
            {
                if (!values.ContainsKey(question)) findings.Warn(1, 1, $"{question} is missing: the installer stops before it writes the disk", "docs/answers.md has the four lines that belong together");
            }
        }
    }

    private static List<Word> Fields(string line)
    {
        var fields = new List<Word>();
        for (var i = 0; i < line.Length && fields.Count < 3;)
        {
            while (i < line.Length && line[i] is ' ' or '\t') i++;
            var start = i;
            while (i < line.Length && line[i] is not (' ' or '\t')) i++;
            if (i > start) fields.Add(new Word(line[start..i], start + 1));
        }
        return fields;
    }
}
