using System.CommandLine;

namespace Racklight.Deploys.Running.Commands;

/// <summary>The verbs of runs and of their history.</summary>
internal static class RunVerbs
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All()
    {
        yield return RunCommand.Create();
        yield return UpgradeCommand.Create();
        yield return ResumeCommand.Create();
        yield return AttachCommand.Create(new DeployStores());
        yield return CancelCommand.Create(new DeployStores());
        yield return HistoryCommands.List(new DeployStores());
        yield return HistoryCommands.Show(new DeployStores());
        yield return HistoryCommands.Log(new DeployStores());
        yield return LockCommand.Create(new DeployStores());
        yield return DiffCommand.Create(new DeployStores());
        yield return SuperviseCommand.Create();
    }
}
