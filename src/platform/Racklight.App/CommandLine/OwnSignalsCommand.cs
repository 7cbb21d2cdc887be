using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

namespace Racklight.App.CommandLine;

/// <summary>
/// A verb that hears SIGINT and SIGTERM itself, and may take as long as it needs for its clean end. The house's usual way would keep every
/// later signal from it: its handler blocks until the verb has ended.
/// </summary>
/// <param name="name">The verb.</param>
/// <param name="description">What it does.</param>
[SuppressMessage("Design", "CA1010", Justification = "Command is enumerable for the sake of collection initialisers only")]
public sealed class OwnSignalsCommand(string name, string description) : Command(name, description);
