using Microsoft.Data.Sqlite;
using Racklight.State.Storage;

namespace Racklight.State.Sqlite;

/// <summary>A connection that keeps its commands, each prepared once: preparing takes longer than most of our statements run.</summary>
internal class PreparedConnection(string connectionString) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The command of a statement, with values in it.</summary>
    public SqliteCommand Command(Statement statement, object?[] values)
    {
        if (_prepared.TryGetValue(statement.Name, out var command))
        {
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
            return command;
        }
        command = CreateCommand();
        command.CommandText = statement.Sql;
        Engine.Bind(command, statement, values);
        return _prepared[statement.Name] = command;
    }
}
