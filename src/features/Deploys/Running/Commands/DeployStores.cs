using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App.CommandLine;
using Racklight.State;

namespace Racklight.Deploys.Running.Commands;

/// <summary>The state that verbs of deploys work on, beside a running server or without one.</summary>
internal sealed class DeployStores
{
    private readonly StatePlace _place = new();

    /// <summary>Adds <c>--state</c> and <c>--database</c>.</summary>
    public Command On(Command command) => _place.On(command);

    /// <summary>The state directory.</summary>
    public string Directory(ParseResult parsed) => _place.Directory(parsed);

    /// <summary>The database's URL, or null.</summary>
    public string? Database(ParseResult parsed) => _place.Database(parsed);

    /// <summary>Opens the database; the caller disposes it.</summary>
    public async Task<IDatabase> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(Directory(parsed));
        return await Databases.OpenAsync(Database(parsed), Directory(parsed), TimeProvider.System, NullLogger.Instance, cancellationToken);
    }
}
