using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Redaction;

namespace Racklight.Deploys.Running.Reports;

/// <summary>Which programs and which commit a run was made of.</summary>
internal static class ToolVersions
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks each program for its version; one that does not answer is noted as such.</summary>
    public static async Task<string> ReadAsync(RunSpec spec, SecretAutomaton secrets)
    {
        var programs = spec.Steps.Where(static step => !step.IsManual).Select(static step => step.Command[0]).Distinct(StringComparer.Ordinal).Take(20).ToList();
        var beside = programs.Select(Path.GetDirectoryName).FirstOrDefault(static directory => !string.IsNullOrEmpty(directory));
        var versions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["racklight"] = typeof(ToolVersions).Assembly.GetName().Version?.ToString(3) ?? "",
            ["ansible"] = await FirstLineAsync(Beside(beside, "ansible-playbook"), secrets),
            ["python"] = await FirstLineAsync(Beside(beside, "python3"), secrets),
        };
        // openstack-ansible has no version of its own to tell: it would run a playbook of that name.
        foreach (var program in programs.Where(static program => Path.GetFileName(program) == "kolla-ansible")) versions[program] = await FirstLineAsync(program, secrets);
        return Print.Json(new VersionsView(spec.Tool, spec.Release, spec.Repository, spec.Commit, spec.Dirty, versions), ReportsJson.Default.VersionsView);
    }

    private static string Beside(string? directory, string program)
        => directory is not null && File.Exists(Path.Combine(directory, program)) ? Path.Combine(directory, program) : program;

    private static async Task<string> FirstLineAsync(string program, SecretAutomaton secrets)
    {
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessSpec(program, "--version") { Limit = Limit, Environment = new Dictionary<string, string?> { ["ANSIBLE_LOG_PATH"] = "/dev/null" } });
            var line = (result.Output.Length > 0 ? result.Output : result.Error).Split('\n')[0];
            return LineRedactor.Hide(secrets, line);
        }
        catch (ProblemException e)
        {
            return e.Problems[0].Message;
        }
    }
}
