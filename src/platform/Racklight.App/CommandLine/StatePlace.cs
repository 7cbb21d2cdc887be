using System.CommandLine;

namespace Racklight.App.CommandLine;

/// <summary><c>--state</c> and <c>--database</c> for commands that work on the database directly, beside a running server or without one.</summary>
public sealed class StatePlace
{
    private readonly Option<string> _state = new("--state") { Description = "The server's state directory (RACKLIGHT_STATE)", HelpName = "DIR" };
    private readonly Option<string> _database = new("--database") { Description = "postgres://user@host/name when the server uses one (RACKLIGHT_DATABASE)", HelpName = "URL" };

    /// <summary>Adds the options to a verb.</summary>
    public Command On(Command command)
    {
        command.Options.Add(_state);
        command.Options.Add(_database);
        return command;
    }

    /// <summary>The state directory, as a full path.</summary>
    public string Directory(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(_state) is { Length: > 0 } given ? given : StateDirectory.Default);

    /// <summary>The PostgreSQL URL, or null for SQLite in the state directory.</summary>
    public string? Database(ParseResult parsed)
        => parsed.GetValue(_database) is { Length: > 0 } given ? given : Environment.GetEnvironmentVariable("RACKLIGHT_DATABASE") is { Length: > 0 } url ? url : null;
}
