using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A secret that leaves its variable: echoed or copied into a file, in a command's arguments, or in the trace.</summary>
internal sealed partial class PasswordInFile : PipelineRule
{
    public override int Number => 6;

    public override string Name => "password-in-file";

    public override string Why => "by the usual umask everybody on the machine can read the file, everybody sees the arguments of a command, and a traced job prints the line with the secret in it";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines())
        {
            if (First(Written().Match(line.Text), Told().Match(line.Text), Copied().Match(line.Text)) is { } name) yield return At(line, $"`{name}` is written to a file", Instead(name), OnGitHub);
            if (First(Argument().Match(line.Text)) is { } shown) yield return At(line, $"`{shown}` stands in the arguments of a command", Instead(shown), OnGitHub);
        }
        foreach (var script in pipeline.Jobs.Select(static job => job.Script))
        {
            foreach (var (line, name) in HereDocuments(script)) yield return At(line, $"`{name}` is written to a file", Instead(name), OnGitHub);
        }
        foreach (var line in pipeline.Deploys.SelectMany(static job => job.Script).Where(static line => Traced().IsMatch(line.Text))) yield return At(line, "every line is printed with what its variables hold", "delete it");
        foreach (var variables in pipeline.Deploys.Select(static job => job.Find("variables")).Append(pipeline.Root?["variables"]))
        {
            if ((variables?["CI_DEBUG_TRACE"] ?? variables?["ACTIONS_STEP_DEBUG"]) is { } trace && (trace["value"] ?? trace).Text is "true" or "1") yield return At(trace, "every line is printed with what its variables hold", "delete it: who needs it once sets it for one run");
        }
    }

    private static string Instead(string name) => $"make {name} a variable of type file: its value is then the path, which ANSIBLE_VAULT_PASSWORD_FILE takes as it is";

    private const string OnGitHub = "env: { KEY: \"${{ secrets.NAME }}\" }, then umask 077; printenv KEY > \"$RUNNER_TEMP/private/key\", and rm -rf of that directory in a step with if: always()";

    private static string? First(params ReadOnlySpan<Match> matches)
    {
        foreach (var match in matches)
        {
            if (match.Success) return match.Groups["name"].Value;
        }
        return null;
    }

    /// <summary>Secrets in the text that <c>cat > file &lt;&lt;EOF</c> writes. Behind a quoted word nothing is put in.</summary>
    private static IEnumerable<(CiLine Line, string Name)> HereDocuments(IReadOnlyList<CiLine> script)
    {
        string? end = null;
        foreach (var line in script)
        {
            if (end is null)
            {
                if (Opened().Match(line.Text) is { Success: true } opened) end = opened.Groups["end"].Value;
            }
            else if (line.Text == end)
            {
                end = null;
            }
            else if (Named().Match(line.Text) is { Success: true } named)
            {
                yield return (line, named.Groups["name"].Value);
            }
        }
    }

    // Words of a name that mean a secret. `…_FILE` is a path already, unless it is echoed: that is its own fault, and rare.
    private const string Secret = @"(?:\$\{\{\s*(?<name>secrets\.\w+)\s*\}\}|\$\{?!?(?<name>\w*(?:PASS|SECRET|TOKEN|VAULT|PRIVATE|CREDENTIAL|_KEY|_PW\b)\w*)\}?)";

    [GeneratedRegex(Secret, RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:echo|printf)\b[^|;&]*" + Secret + @"[^|;&>]*(?:>(?!\s*/dev/null|&|\()|\|[^;&]*(?:>(?!\s*/dev/null|&)|\btee\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Written();

    [GeneratedRegex(@"\btee\b[^|;&]*<<<\s*[""']?" + Secret + @"|>[^|;&<]*<<<\s*[""']?" + Secret + @"|<<<\s*[""']?" + Secret + @"[""']?[^|;&]*>(?!\s*/dev/null|&)", RegexOptions.IgnoreCase)]
    private static partial Regex Told();

    // The file of a variable of type file, copied to where it stays.
    [GeneratedRegex(@"\b(?:cp|mv|install|cat)\s+(?:-\S+\s+)*[""']?" + Secret + @"[""']?\s+(?:>+\s*)?(?:~|/root|/home|/etc|/tmp|\$HOME|\$\{HOME\}|\.)", RegexOptions.IgnoreCase)]
    private static partial Regex Copied();

    [GeneratedRegex(@"\bsshpass\s+-p\s*[""']?" + Secret + @"|\b(?:docker|podman|helm)\s[^|;&]*login\b[^|;&]*\s-p[\s=]*[""']?" + Secret + @"|\s(?:-e|--extra-vars)[\s=]+[""']?\w*(?:pass|secret|token|key)\w*=[""']?" + Secret + @"|\s--(?:os-)?(?:password|token|secret)[\s=]+[""']?" + Secret + @"|\bcurl\b.*\s(?:-u|--user)\s*\S*?:" + Secret, RegexOptions.IgnoreCase)]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?:>|\btee\b).*<<-?\s*(?<end>\w+)\s*$|<<-?\s*(?<end>\w+)\b.*(?:>|\btee\b)")]
    private static partial Regex Opened();

    [GeneratedRegex(@"^set\s+(-[a-wyz]*x[a-z]*\b|.*-o\s+xtrace)|\b(ba|da)?sh\s+-[a-wyz]*x\b")]
    private static partial Regex Traced();
}
