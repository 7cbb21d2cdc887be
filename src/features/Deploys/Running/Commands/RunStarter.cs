using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Live;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Redaction;
using Racklight.Deploys.Running.Reports;
using Racklight.Secrets;
using Racklight.State;

namespace Racklight.Deploys.Running.Commands;

/// <summary>Starts a run and shows it: what <c>run</c>, <c>upgrade</c> and <c>resume</c> have in common.</summary>
internal sealed class RunStarter
{
    private readonly VaultOptions _vault = new();
    private readonly Option<OutputFormat> _output = CommonOptions.Output();

    /// <summary>The state that it works on.</summary>
    public DeployStores Stores { get; } = new();

    /// <summary>Adds the options for passwords, state and output to a verb.</summary>
    public Command AddTo(Command command)
    {
        _vault.AddTo(command, encrypts: false);
        command.Options.Add(_output);
        return Stores.On(command);
    }

    /// <summary>Where vault passwords come from, as the command line says; what variables and ansible.cfg say holds for the supervisor too.</summary>
    /// <exception cref="ProblemException">One is to be typed in.</exception>
    public static IReadOnlyList<string> VaultSources(ParseResult parsed)
    {
        var ids = parsed.GetValue<string[]>("--vault-id") ?? [];
        if (parsed.GetValue<bool>("--ask-vault-pass") || ids.Any(id => id.EndsWith("@prompt", StringComparison.Ordinal)))
        {
            throw new ProblemException("a deploy runs without a terminal: nobody could be asked for the vault's password, least of all when it is resumed", "--vault-password-file FILE or SCRIPT");
        }
        string[] named = [.. ids.Select(Located), .. (parsed.GetValue<string[]>("--vault-password-file") ?? []).Select(Path.GetFullPath)];
        // Written down, so that a resumption from another shell finds it too.
        return named.Length == 0 && Environment.GetEnvironmentVariable("ANSIBLE_VAULT_PASSWORD_FILE") is { Length: > 0 } file ? [Path.GetFullPath(file)] : named;
    }

    /// <summary>The same as arguments for another program.</summary>
    /// <exception cref="ProblemException">One is to be typed in.</exception>
    public static IReadOnlyList<string> VaultArguments(ParseResult parsed)
        => [.. VaultSources(parsed).SelectMany(static source => new[] { source.Contains('@', StringComparison.Ordinal) ? "--vault-id" : "--vault-password-file", source })];

    /// <summary>Starts a new run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="spec">The run.</param>
    /// <param name="cancellationToken">Gives up before it is started.</param>
    /// <param name="prepare">Writes more into its directory.</param>
    /// <exception cref="ProblemException">The cloud is held by another deploy, a secret stands in a command, a vault cannot be opened.</exception>
    public async Task<int> StartAsync(ParseResult parsed, RunSpec spec, CancellationToken cancellationToken, Action<RunDirectory>? prepare = null)
    {
        await CheckSecretsAsync(spec, cancellationToken);
        await using var database = await Stores.OpenAsync(parsed, cancellationToken);
        var state = Stores.Directory(parsed);
        await AbandonedRuns.SweepAsync(state, database.Deploys, cancellationToken);
        await new CloudLock(database.Deploys, state, TimeProvider.System).TakeAsync(spec, cancellationToken);
        RunDirectory run;
        try
        {
            run = RunDirectory.Create(state, spec);
            Tools.OwnPlaybooks.Write(run, spec);
            prepare?.Invoke(run);
            var progress = Journal.RunProgress.Begin(spec);
            await database.Deploys.SaveAsync(RunRecorder.RecordOf(run, progress), RunRecorder.StepsOf(progress), cancellationToken);
        }
        catch
        {
            await database.Deploys.ReleaseLockAsync(spec.Cloud, spec.Id, CancellationToken.None);
            throw;
        }
        return await SuperviseAsync(parsed, run, database.Deploys);
    }

    /// <summary>Takes a run up again.</summary>
    /// <exception cref="ProblemException">It is being run, or another deploy holds the cloud.</exception>
    public async Task<int> ResumeAsync(ParseResult parsed, RunDirectory run, Func<RunSpec, IDeployStore, Task> prepare, CancellationToken cancellationToken)
    {
        var spec = run.ReadSpec();
        if (VaultSources(parsed) is { Count: > 0 } sources && !sources.SequenceEqual(spec.VaultSources)) spec = spec with { VaultSources = sources };
        await CheckSecretsAsync(spec, cancellationToken);
        await using var database = await Stores.OpenAsync(parsed, cancellationToken);
        await new CloudLock(database.Deploys, Stores.Directory(parsed), TimeProvider.System).TakeOverAsync(spec, null, cancellationToken);
        run.SaveSpec(spec);
        try
        {
            await prepare(spec, database.Deploys);
        }
        catch (ProblemException)
        {
            if (Journal.RunProgress.Read(run).State is DeployState.Succeeded or DeployState.Failed or DeployState.Cancelled) await database.Deploys.ReleaseLockAsync(spec.Cloud, spec.Id, cancellationToken);
            throw;
        }
        return await SuperviseAsync(parsed, run, database.Deploys);
    }

    private async Task<int> SuperviseAsync(ParseResult parsed, RunDirectory run, IDeployStore store)
    {
        using var supervisor = Launch.Start(run, Stores.Directory(parsed), Stores.Database(parsed));
        supervisor.StandardInput.Close();
        var said = supervisor.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = supervisor.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var signals = new SignalRelay(supervisor.Id, run.Id);
        var follower = new RunFollower(run, TimeProvider.System, fromNow: true);
        var progress = await RunScreen.ShowAsync(follower, () => supervisor.HasExited, CancellationToken.None);
        await supervisor.WaitForExitAsync(CancellationToken.None);
        if (!progress.HasBegun || progress.State == DeployState.Interrupted)
        {
            var why = (await said).Trim();
            if (progress.HasBegun && why.Length == 0) throw new ProblemException($"deploy {run.Id} was interrupted: its runner was killed", $"racklight deploy resume {run.Id}", ExitCodes.Outside);
            await Launch.GiveUpAsync(run, store, why.Length == 0 ? "its supervisor ended before it began" : why.Split('\n')[0]);
            throw new ProblemException(why.Length == 0 ? $"the supervisor of deploy {run.Id} ended before it began (exit code {supervisor.ExitCode})" : why.Replace("error: ", "", StringComparison.Ordinal), null, ExitCodes.Outside);
        }
        return Finish(parsed, run, progress);
    }

    private int Finish(ParseResult parsed, RunDirectory run, Journal.RunProgress progress)
    {
        Print.Result(parsed.GetValue(_output), ResultView.Of(progress), ReportsJson.Default.ResultView, ResultTable.Of);
        Console.Error.WriteLine($"logs and report: {run.Path}");
        if (progress.State == DeployState.Waiting) Print.Problems([new Problem(progress.Message ?? "it waits") { Severity = Severity.Warning }]);
        else if (progress.Message is { } message) Print.Problems([new Problem(message) { Hint = progress.State == DeployState.Failed ? $"racklight deploy log {run.Id}, then racklight deploy resume {run.Id}" : $"racklight deploy resume {run.Id}" }]);
        return ExitCodeOf(progress.State);
    }

    /// <summary>What a run's end means for whoever started it.</summary>
    public static int ExitCodeOf(DeployState state) => state switch
    {
        DeployState.Succeeded => ExitCodes.Done,
        DeployState.Waiting => ExitCodes.NotSo,
        DeployState.Cancelled => 130,
        _ => ExitCodes.Outside,
    };

    /// <summary>Before anything is held or started: every vault opens, and no command line shows a secret to everybody on the machine.</summary>
    private static async Task CheckSecretsAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        using var keyring = await RunKeyring.UnlockAsync(spec, cancellationToken);
        var automaton = new SecretAutomaton(KnownSecrets.Load(spec, keyring));
        foreach (var step in spec.Steps)
        {
            if (step.Command.Concat(step.Environment.Values).FirstOrDefault(word => LineRedactor.Hide(automaton, word) != word) is not { } word) continue;
            throw new ProblemException($"{step.Name}: an argument or variable holds the secret {LineRedactor.Hide(automaton, word)}; every user of this machine could read it in the process list", "name it in a vaulted file and refer to that");
        }
    }

    private static string Located(string id)
    {
        var at = id.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? Path.GetFullPath(id) : id[..(at + 1)] + Path.GetFullPath(id[(at + 1)..]);
    }
}
