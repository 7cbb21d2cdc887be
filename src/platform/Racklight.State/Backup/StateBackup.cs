using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Racklight.State.Storage;

namespace Racklight.State.Backup;

/// <summary>What <c>racklight state info</c> shows.</summary>
/// <param name="Database">What it is, without secrets.</param>
/// <param name="SchemaVersion">Of its tables.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Damage">Empty when it is sound.</param>
/// <param name="Rows">Rows by table.</param>
public sealed record StateInfo(string Database, long SchemaVersion, long Bytes, string Damage, IReadOnlyDictionary<string, long> Rows);

/// <summary>
/// Copies the whole observed state to a file and back: a zip of one JSON-lines file a table, which either kind of database takes.
/// Taken in one snapshot while the server runs. Artifacts are files of their own and not in it.
/// </summary>
public static class StateBackup
{
    private const string Format = "racklight-state-1";
    private const int LongestLine = 4 << 20;
    private static readonly Statement Version = Statement.Get("schema/version");

    /// <summary>Writes a backup; whatever the file held before is replaced only when the new one is whole.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ProblemException">The database cannot be read, or the file not be written.</exception>
    public static async Task<long> WriteAsync(string? url, string stateDirectory, string file, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var engine = await OpenAsync(url, stateDirectory, cancellationToken);
        Migrations.Apply(engine);
        var temporary = file + ".part";
        try
        {
            // Owner only: it holds the hashes of passwords and tokens.
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            long rows;
            await using (var stream = new FileStream(temporary, options))
            {
                await using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) rows = await WriteAsync(engine, zip, time, cancellationToken);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, file, overwrite: true);
            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot write the backup {file}: {e.Message}", null, ExitCodes.Outside, e);
        }
        catch (Exception e) when (engine.Explain(e) is { } problem)
        {
            throw problem;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Puts a backup back, all of it or nothing.</summary>
    /// <param name="url">As <see cref="Databases.OpenAsync"/>.</param>
    /// <param name="stateDirectory">As <see cref="Databases.OpenAsync"/>.</param>
    /// <param name="file">The backup.</param>
    /// <param name="replace">Delete what the database holds; without it only an empty one is taken.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ProblemException">Not a backup, made by a newer racklight, or the database is not empty.</exception>
    public static async Task<long> RestoreAsync(string? url, string stateDirectory, string file, bool replace, CancellationToken cancellationToken)
    {
        try
        {
            await using var zip = new ZipArchive(File.OpenRead(file), ZipArchiveMode.Read);
            CheckHeader(zip, file);
            await using var engine = await OpenAsync(url, stateDirectory, cancellationToken);
            Migrations.Apply(engine);
            try
            {
                using var connection = engine.OpenWriter();
                using var transaction = engine.Begin(connection, durable: true);
                Empty(transaction, engine, replace);
                var rows = StateTables.All.Sum(table => ReadTable(zip, table, transaction, cancellationToken));
                engine.ContinueIdentities(transaction);
                transaction.Commit();
                return rows;
            }
            catch (Exception e) when (e is not (InvalidDataException or JsonException) && engine.Explain(e) is { } problem)
            {
                throw problem;
            }
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ProblemException($"{file} is not a whole backup of racklight's state: {e.Message}", "racklight state backup FILE makes one", ExitCodes.Usage, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot read the backup {file}: {e.Message}", null, ExitCodes.Usage, e);
        }
    }

    /// <summary>Looks at the database: what it is, how large, whether sound.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public static async Task<StateInfo> InfoAsync(string? url, string stateDirectory, CancellationToken cancellationToken)
    {
        await using var engine = await OpenAsync(url, stateDirectory, cancellationToken);
        Migrations.Apply(engine);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in StateTables.All.Where(table => table != "counter"))
        {
            rows[table] = (await engine.ReadAsync(new Statement("count", $"SELECT count(*) FROM {table}", []), row => row.GetInt64(0), cancellationToken))[0];
        }
        var version = (await engine.ReadAsync(Version, row => row.GetInt64(0), cancellationToken))[0];
        return new StateInfo(engine.Description, version, await engine.SizeAsync(cancellationToken), await engine.CheckAsync(cancellationToken), rows);
    }

    private static Task<Engine> OpenAsync(string? url, string stateDirectory, CancellationToken cancellationToken) => Databases.OpenEngineAsync(url, stateDirectory, cancellationToken);

    private static async Task<long> WriteAsync(Engine engine, ZipArchive zip, TimeProvider time, CancellationToken cancellationToken)
    {
        await using (var entry = await zip.CreateEntry("racklight.json").OpenAsync(cancellationToken))
        await using (var header = new Utf8JsonWriter(entry))
        {
            header.WriteStartObject();
            header.WriteString("format", Format);
            header.WriteNumber("schema", Migrations.Latest);
            header.WriteString("made", time.GetUtcNow());
            header.WriteString("of", engine.Description);
            header.WriteEndObject();
        }
        await using var connection = await engine.OpenReaderAsync(cancellationToken);
        await using var snapshot = engine.BeginSnapshot(connection);
        var rows = 0L;
        foreach (var table in StateTables.All)
        {
            await using var lines = await zip.CreateEntry(table + ".jsonl").OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.Transaction = snapshot;
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            for (; await reader.ReadAsync(cancellationToken); rows++) await lines.WriteAsync(Line(reader), cancellationToken);
        }
        return rows;
    }

    private static ReadOnlyMemory<byte> Line(DbDataReader row)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var line = new Utf8JsonWriter(buffer))
        {
            line.WriteStartObject();
            for (var i = 0; i < row.FieldCount; i++)
            {
                if (row.IsDBNull(i)) line.WriteNull(row.GetName(i));
                else if (row.GetValue(i) is long number) line.WriteNumber(row.GetName(i), number);
                else line.WriteString(row.GetName(i), row.GetString(i));
            }
            line.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static void CheckHeader(ZipArchive zip, string file)
    {
        using var header = JsonDocument.Parse((zip.GetEntry("racklight.json") ?? throw new InvalidDataException("it has no racklight.json")).Open());
        if (header.RootElement.GetProperty("format").GetString() != Format) throw new InvalidDataException("its format is not " + Format);
        var schema = header.RootElement.GetProperty("schema").GetInt64();
        if (schema > Migrations.Latest)
        {
            throw new ProblemException($"{file} was made by a newer racklight (schema {schema}; this one knows {Migrations.Latest})", "restore it with that version", ExitCodes.Usage);
        }
    }

    private static void Empty(WriteTransaction transaction, Engine engine, bool replace)
    {
        foreach (var table in StateTables.All.Reverse())
        {
            var rows = transaction.Scalar(new Statement("count " + table, $"SELECT count(*) FROM {table}", [])) ?? 0;
            if (rows == 0) continue;
            if (!replace && table != "counter")
            {
                throw new ProblemException($"{engine.Description} is not empty ({rows} rows in {table})", "stop racklight, and add --replace to delete what it holds", ExitCodes.Usage);
            }
            transaction.Script("DELETE FROM " + table);
        }
    }

    private static long ReadTable(ZipArchive zip, string table, WriteTransaction transaction, CancellationToken cancellationToken)
    {
        // A table that a later version added is missing from an older backup.
        if (zip.GetEntry(table + ".jsonl") is not { } entry) return 0;
        var columns = transaction.Columns(table);
        using var lines = new StreamReader(entry.Open());
        var rows = 0L;
        while (lines.ReadLine() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Length > LongestLine) throw new InvalidDataException($"{table}.jsonl has a line of {line.Length} characters");
            using var row = JsonDocument.Parse(line);
            var fields = row.RootElement.EnumerateObject().ToList();
            foreach (var field in fields)
            {
                if (!columns.Contains(field.Name)) throw new InvalidDataException($"{table} has no column {Bounded.Clean(field.Name, 40)}");
            }
            transaction.Execute(Insert(table, fields), [.. fields.Select(field => Value(field.Value))]);
            rows++;
        }
        return rows;
    }

    private static Statement Insert(string table, List<JsonProperty> fields)
    {
        var names = string.Join(", ", fields.Select(field => field.Name));
        var values = string.Join(", ", fields.Select(field => "@" + field.Name));
        return new Statement($"restore {table} {names}", $"INSERT INTO {table} ({names}) VALUES ({values})", [.. fields.Select(field => "@" + field.Name)]);
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.String => value.GetString(),
        _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a value of kind {value.ValueKind}")),
    };
}
