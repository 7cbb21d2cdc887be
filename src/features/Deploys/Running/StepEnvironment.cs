using Racklight.App;

namespace Racklight.Deploys.Running;

/// <summary>What a step's command is run with, besides what the step itself says.</summary>
internal static class StepEnvironment
{
    private const string Own = "racklight";

    /// <summary>The command with its environment.</summary>
    public static ProcessSpec Of(RunContext context, RunStep step)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ANSIBLE_NOCOLOR"] = "1",
            ["ANSIBLE_FORCE_COLOR"] = "0",
            ["PYTHONUNBUFFERED"] = "1",
            // Ansible's own log would hold what ours hides.
            ["ANSIBLE_LOG_PATH"] = "/dev/null",
            // Decrypted copies of vaulted files pass through it.
            ["ANSIBLE_LOCAL_TEMP"] = PrivateScratch.PathOf(context.Spec.Id),
            ["RACKLIGHT_DEPLOY"] = context.Spec.Id,
            // May hold a password that is none of the step's business.
            ["RACKLIGHT_DATABASE"] = null,
        };
        AddVault(variables, context.Spec.VaultSources);
        foreach (var (name, value) in step.Environment) variables[name] = value;
        // A plan names this program as people do; that another one, or none, is on PATH must not matter in the middle of an upgrade.
        IReadOnlyList<string> command = step.Command[0] == Own ? [.. Launch.Self(), .. step.Command.Skip(1)] : step.Command;
        return new ProcessSpec(command[0], [.. command.Skip(1)]) { Directory = step.Directory ?? context.Spec.ConfigDirectory, Environment = variables };
    }

    /// <summary>By the environment and not by arguments: both tools of all releases pass it on to Ansible.</summary>
    private static void AddVault(Dictionary<string, string?> variables, IReadOnlyList<string> sources)
    {
        if (sources.Count == 0) return;
        if (sources is [var only] && !only.Contains('@', StringComparison.Ordinal))
        {
            variables["ANSIBLE_VAULT_PASSWORD_FILE"] = only;
            return;
        }
        variables["ANSIBLE_VAULT_IDENTITY_LIST"] = string.Join(',', sources.Select(static source => source.Contains('@', StringComparison.Ordinal) ? source : "default@" + source));
    }
}
