namespace Racklight.State.Sqlite;

/// <summary>Reading connections that wait for their next use, statements prepared. In WAL mode any number reads beside the writer.</summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    private const int Kept = 16;
    private readonly Lock _lock = new();
    private readonly Stack<PreparedConnection> _idle = new();
    private bool _disposed;

    /// <summary>One for this caller alone, open. Give it back when all went well, else dispose it.</summary>
    public PreparedConnection Take()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var idle)) return idle;
        }
        var opened = new PreparedConnection(connectionString);
        try
        {
            opened.Open();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Keeps it for the next caller, or closes it when enough wait.</summary>
    public void Give(PreparedConnection connection)
    {
        lock (_lock)
        {
            if (!_disposed && _idle.Count < Kept)
            {
                _idle.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_idle.TryPop(out var idle)) idle.Dispose();
        }
    }
}
