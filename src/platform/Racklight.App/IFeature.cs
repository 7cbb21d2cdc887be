using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Racklight.App;

/// <summary>
/// A room of the house: what it adds to the command line, to the server's services and to its two listeners.
/// Joined to the program by one line in <c>src/Racklight/Features.cs</c>.
/// </summary>
public interface IFeature
{
    /// <summary>The nouns that <see cref="AddCommands"/> adds verbs to; a command line that begins with another leaves the room's verbs out. None: it adds none.</summary>
    IReadOnlyList<string> CommandNouns => [];

    /// <summary>Adds the room's noun with its verbs.</summary>
    void AddCommands(RootCommand root)
    {
    }

    /// <summary>Adds the services that run in, or are used by, the server.</summary>
    void AddServices(IServiceCollection services)
    {
    }

    /// <summary>Adds what machines talk to (plain HTTP, no login, DESIGN §6).</summary>
    void MapMachine(IEndpointRouteBuilder endpoints)
    {
    }

    /// <summary>Adds the administrative API (under <c>/api</c>) and dashboard pages. Login, CSRF, Host and Origin are checked before.</summary>
    void MapAdmin(IEndpointRouteBuilder endpoints)
    {
    }
}
