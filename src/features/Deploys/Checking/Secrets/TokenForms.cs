using System.Text.RegularExpressions;
using Racklight.Deploys.Findings;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Secrets;

/// <summary>Secrets that their own form gives away: tokens of known services, Ceph's keyrings, passwords in URLs.</summary>
internal sealed partial class TokenForms : IFileCheck
{
    private static readonly (string Hint, Func<Regex> Form, string What)[] Forms =
    [
        ("glpat-", GitLabToken, "an access token of GitLab"),
        ("glrt-", GitLabRunner, "a runner's token of GitLab"),
        ("gh", GitHubToken, "a token of GitHub"),
        ("AKIA", AwsKey, "an access key of AWS"),
        ("AGE-SECRET-KEY-1", AgeKey, "a secret key of age"),
        ("hvs.", VaultToken, "a token of HashiCorp Vault"),
        ("xox", SlackToken, "a token of Slack"),
        ("AQ", CephKey, "a key of Ceph"),
        ("://", UrlPassword, "a password in a URL"),
    ];

    public IEnumerable<Finding> Check(RepositoryFile file)
    {
        if (file.Text is not { } text) yield break;
        foreach (var (at, _, what) in In(text))
        {
            yield return file.Found(what.EndsWith("Ceph", StringComparison.Ordinal) ? "keyring" : "token", Places.Of(text, at), $"{what} in plaintext",
                "move it into a vaulted file, and make a new one: this one is in the history");
        }
    }

    /// <summary>All of a text: where each begins, how long it is, what it is.</summary>
    public static IEnumerable<(int Start, int Length, string What)> In(string text)
    {
        foreach (var (hint, form, what) in Forms)
        {
            if (!text.Contains(hint, StringComparison.Ordinal)) continue;
            foreach (Match found in form().Matches(text)) yield return (found.Index, found.Length, what);
        }
    }

    [GeneratedRegex(@"\bglpat-[A-Za-z0-9_-]{20,64}")]
    private static partial Regex GitLabToken();

    [GeneratedRegex(@"\bglrt-[A-Za-z0-9_-]{20,64}")]
    private static partial Regex GitLabRunner();

    [GeneratedRegex(@"\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,251}\b|\bgithub_pat_[A-Za-z0-9_]{60,100}\b")]
    private static partial Regex GitHubToken();

    [GeneratedRegex(@"\bAKIA[0-9A-Z]{16}\b")]
    private static partial Regex AwsKey();

    [GeneratedRegex(@"\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b")]
    private static partial Regex AgeKey();

    [GeneratedRegex(@"\bhvs\.[A-Za-z0-9_-]{24,200}")]
    private static partial Regex VaultToken();

    [GeneratedRegex(@"\bxox[abprs]-[0-9A-Za-z-]{20,200}")]
    private static partial Regex SlackToken();

    // 28 bytes in base64: type and time of making are in the first, so that all begin with AQ.
    [GeneratedRegex(@"(?<=[=:\s""'])AQ[A-Za-z0-9+/]{36}==(?=[\s""']|$)")]
    private static partial Regex CephKey();

    [GeneratedRegex(@"(?<=\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@{}$<>""']{1,64}:)[^\s:/@{}$<>""'*]{4,128}(?=@[A-Za-z0-9\[])")]
    private static partial Regex UrlPassword();
}
