namespace Racklight.State.Sqlite;

/// <summary>The one writer's connection.</summary>
internal sealed class WriterConnection(string connectionString) : PreparedConnection(connectionString)
{
    /// <summary>What its <c>synchronous</c> setting stands at: true for FULL; null before it was set.</summary>
    public bool? IsDurable { get; set; }
}
