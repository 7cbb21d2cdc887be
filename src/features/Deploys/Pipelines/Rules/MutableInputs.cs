using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Inputs that are not the same tomorrow.</summary>
internal sealed partial class MutableInputs : PipelineRule
{
    public override int Number => 14;

    public override string Name => "mutable-inputs";

    public override string Why => "the same commit deploys something else tomorrow, or whatever a foreign server likes";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var include in pipeline.Foreign)
        {
            if (include["remote"] is { Text: { } address } remote && include["integrity"] is null && !Commit().IsMatch(address)) yield return At(remote, "what a foreign server sends is part of the pipeline", "its text in this repository, or integrity: sha256-…");
            if (include["project"] is { } project && include["ref"]?.Text is var named && (named is null || !Fixed().IsMatch(named))) yield return At(include["ref"] ?? project, $"what is included is {(named is null ? "what the other project's default branch" : $"what `{named}`")} holds at that time", "ref: a tag or a commit of that project");
        }
        foreach (var job in pipeline.Jobs)
        {
            var image = job.Find("image");
            if ((image?["name"] ?? image) is { Text: { } name } written && Moves(Whole(job, pipeline, name)))
            {
                yield return At(written, $"the image `{name}` is another one whenever its tag is moved", $"{(name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? name[..colon] : name)}@sha256:… (the digest that `docker images --digests` shows)");
            }
            foreach (var uses in job.Uses.Where(static uses => Moving().IsMatch(uses.Text!))) yield return At(uses, $"`{uses.Text}` is other code whenever its tag is moved", uses.Text!.StartsWith("docker:", StringComparison.Ordinal) ? "its digest: docker://NAME@sha256:…" : $"{uses.Text[..uses.Text.IndexOf('@')]}@COMMIT # {uses.Text[(uses.Text.IndexOf('@') + 1)..]}, with all 40 digits of the commit");
            foreach (var line in job.Script.Concat(job.AfterScript))
            {
                if (Piped().IsMatch(line.Text)) yield return At(line, "whatever the server sends is run", "a package of a fixed version, or the file with its checksum, in a prepared image");
                if (Cloned().Match(line.Text) is { Success: true } clone && !Fixed().IsMatch(Value(job, pipeline, clone.Groups[1].Value))) yield return At(line, "a branch is cloned: what it holds changes from day to day", "a tag or a commit: git clone --branch 33.0.1 …, or a prepared image");
                if (Installed().IsMatch(line.Text) && (FromGit().Match(line.Text) is { Success: true } git ? !Fixed().IsMatch(Value(job, pipeline, git.Groups[1].Value)) : !line.Text.Contains("==", StringComparison.Ordinal) && !line.Text.Contains('@'))) yield return At(line, "the newest version is installed, whatever it is", "pip install kolla-ansible==20.5.0, ansible-galaxy collection install NAME:==1.2.3, or a prepared image");
                if (Latest().IsMatch(line.Text)) yield return At(line, "this container is another one whenever its tag is moved", "NAME@sha256:… (the digest that `docker images --digests` shows)");
                if (line.Text.Contains("bootstrap-ansible.sh", StringComparison.Ordinal)) yield return At(line, "Ansible and all roles are downloaded anew by every run", "run it once, in a prepared image or on the deployment host");
            }
        }
    }

    /// <summary>A whole variable is looked up, a part of a name is left.</summary>
    private static string Whole(CiJob job, CiPipeline pipeline, string name) => Variable().IsMatch(name) && Value(job, pipeline, name) is { Length: > 0 } value ? value : name;

    /// <summary>True for a name whose tag is written out, or that has none; what a variable holds is not known.</summary>
    private static bool Moves(string name)
    {
        if (name.Contains('@') || Variable().IsMatch(name)) return false;
        var last = name[(name.LastIndexOf('/') + 1)..];
        return !(last.Contains(':') ? last[last.LastIndexOf(':')..] : "").Contains('$');
    }

    [GeneratedRegex(@"^\$(\{\w+\}|\w+)$|^\$\{\{[^}]*\}\}$")]
    private static partial Regex Variable();

    /// <summary>What a branch's name is once the job's own variables are put in.</summary>
    private static string Value(CiJob job, CiPipeline pipeline, string word)
    {
        var name = word.Trim('"', '\'').TrimStart('$').Trim('{', '}');
        if (!word.Contains('$')) return name;
        var value = job.Find("variables")?[name] ?? pipeline.Root?["variables"]?[name];
        return (value?["value"] ?? value)?.Text ?? "";
    }

    // Actions of the repository itself (./…) are of the commit that runs, images have a digest of their own.
    [GeneratedRegex(@"^(?!\./|\$/|docker://)[^@]+@(?![0-9a-f]{40}$)|^docker://(?!.*@sha256:)")]
    private static partial Regex Moving();

    [GeneratedRegex(@"\bpip3?\b.*\bgit\+[^\s@]+(?:@[^\s@/]+(?=/))?[^\s@'""]*@?([^\s'""#]*)")]
    private static partial Regex FromGit();

    [GeneratedRegex(@"\b(docker|podman)\s+(run|pull)\b.*\s[a-z0-9][\w./-]*:latest(\s|$)")]
    private static partial Regex Latest();

    [GeneratedRegex(@"[0-9a-f]{40}")]
    private static partial Regex Commit();

    // Into a shell by a pipe, by a substitution, or as a file that is run in the same line.
    [GeneratedRegex(@"\b(curl|wget)\b.*\|\s*(sudo\s+(-\S+\s+)*)?(ba|da|z)?sh\b|\b(ba|da|z)?sh\s+(-c\s+)?[""']?(<\(|\$\()\s*(curl|wget)\b|\b(curl|wget)\b.*(?:-o|-O|--output|>)\s*(?<file>[\w./-]+).*(&&|;)\s*(sudo\s+(-\S+\s+)*)?((ba|da|z)?sh\s+)?(\./)?\k<file>(\s|$)")]
    private static partial Regex Piped();

    [GeneratedRegex(@"\bgit\s+clone\b(?:(?!.*(?:--branch|-b)[\s=]).*|.*(?:--branch|-b)[\s=]+(\S+).*)")]
    private static partial Regex Cloned();

    [GeneratedRegex(@"^v?[0-9]+(\.[0-9]+)+|^[0-9a-f]{40}$")]
    private static partial Regex Fixed();

    // By name; lists of requirements are files, which may well hold versions.
    [GeneratedRegex(@"\bpip3?\s+install\b(?!.*(\s-r\s|--requirement|\s-e?\s*\.(\s|$)))|\bansible-galaxy\s+((collection|role)\s+)?install\b(?!.*(\s-r\s|--role-file|--requirements-file|:=?=?\d|,v?\d))")]
    private static partial Regex Installed();
}
