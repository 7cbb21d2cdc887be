using System.CommandLine;
using Racklight.Releases;
using Racklight.Yaml;

namespace Racklight.Secrets.Generating;

/// <summary>Whose secrets: <c>--for kolla|osa</c> and <c>--release R</c>.</summary>
internal sealed class SecretTool
{
    private readonly Option<string> _tool = new("--for") { Description = "Whose secrets: kolla (passwords.yml) or osa (user_secrets.yml)", HelpName = "kolla|osa", Required = true };
    private readonly Option<string?> _release = new("--release") { Description = "The series, as 2025.1, queens or a version of kolla-ansible (default: the newest that is known)", HelpName = "RELEASE" };

    public SecretTool() => _tool.AcceptOnlyFromAmong("kolla", "osa");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_tool);
        command.Options.Add(_release);
    }

    /// <summary>True for kolla-ansible, false for openstack-ansible.</summary>
    public bool IsKolla(ParseResult parsed) => parsed.GetValue(_tool) == "kolla";

    /// <summary>The release.</summary>
    /// <exception cref="ProblemException">It is not known.</exception>
    public Series Release(ParseResult parsed)
    {
        var name = parsed.GetValue(_release);
        if (name is null) return Series.Latest;
        return Series.Find(name) ?? throw new ProblemException($"the release `{name}` is not known{(NearestWord.Of(name, Series.All.Select(static series => series.Name)) is { } near ? $", did you mean `{near}`?" : "")}", "one of " + string.Join(", ", Series.All));
    }

    /// <summary>The form of a key.</summary>
    public Func<string, SecretForm> Forms(ParseResult parsed)
    {
        var release = Release(parsed);
        return IsKolla(parsed) ? key => SecretForms.OfKolla(key, release) : SecretForms.OfOsa;
    }

    /// <summary>All keys of the release, sorted.</summary>
    /// <exception cref="ProblemException">openstack-ansible's list is known of its newest release only.</exception>
    public IReadOnlyList<string> Keys(ParseResult parsed)
    {
        var release = Release(parsed);
        if (IsKolla(parsed)) return ReleaseNames.KollaSecrets.Of(release);
        if (release != Series.Latest) throw new ProblemException($"openstack-ansible's list of secrets is known for {Series.Latest} only", "name the release's own user_secrets.yml: its empty values are filled in");
        return ReleaseNames.OsaSecrets.Of(release);
    }
}
