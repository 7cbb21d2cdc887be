namespace Racklight.State.Backup;

/// <summary>The tables of a dump, in an order in which rows can be put back.</summary>
internal static class StateTables
{
    /// <summary>Made by the migrations; <c>racklight_schema</c> is not of the state itself.</summary>
    public static IReadOnlyList<string> All { get; } = ["lease", "channel", "counter", "boot", "boot_event", "seen", "session", "tries", "assignment", "deploy", "deploy_step", "deploy_lock", "account", "token", "audit"];
}
