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

    /// <summary>The release of a cloud's last deploy that succeeded; null: none is on record.</summary>
    public async Task<string?> LastReleaseAsync(ParseResult parsed, string cloud, CancellationToken cancellationToken)
    {
        await using var database = await OpenAsync(parsed, cancellationToken);
        return (await database.Deploys.ListAsync(cloud, 100, cancellationToken)).FirstOrDefault(static deploy => deploy.Release is not null && deploy.State == DeployState.Succeeded)?.Release;
    }
}
