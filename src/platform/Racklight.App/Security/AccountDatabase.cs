using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App.CommandLine;
using Racklight.State;

namespace Racklight.App.Security;

/// <summary>Opens the database for commands that work on it directly, beside a running server or without one.</summary>
internal sealed class AccountDatabase
{
    private readonly StatePlace _place = new();

    /// <summary>Adds the options to a verb.</summary>
    public Command On(Command command) => _place.On(command);

    /// <summary>Opens it.</summary>
    public Task<IDatabase> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
        => Databases.OpenAsync(_place.Database(parsed), _place.Directory(parsed), TimeProvider.System, NullLogger.Instance, cancellationToken);
}
