using System.Data.Common;

namespace Racklight.State.Storage;

/// <summary>How values stand in columns: times as milliseconds since 1970 UTC, nulls as null.</summary>
internal static class Columns
{
    /// <summary>A time as its column holds it.</summary>
    public static object ToColumn(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>A time that may be missing.</summary>
    public static object? ToColumn(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    /// <summary>Reads a time.</summary>
    public static DateTimeOffset Time(this DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    /// <summary>Reads a time that may be missing.</summary>
    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    /// <summary>Reads a text that may be missing.</summary>
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
