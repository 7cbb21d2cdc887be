using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.State.Backup;
using Spectre.Console;

namespace Racklight.App;

/// <summary><c>racklight state</c>: looks at the observed state, backs it up, puts it back.</summary>
public static class StateCommands
{
    /// <summary>The noun with its verbs.</summary>
    public static Command Create()
    {
        var place = new StatePlace();
        return new Command("state", "The observed state: leases, boots, users. Its database, and backups of it.") { Info(place), Backup(place), Restore(place) };
    }

    private static Command Info(StatePlace place)
    {
        var output = CommonOptions.Output();
        var command = place.On(new Command("info", "Show the database, its size and whether it is sound") { output })
            .WithExamples("racklight state info", "racklight state info --state /var/lib/racklight -o json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var info = await StateBackup.InfoAsync(place.Database(parsed), place.Directory(parsed), cancellationToken);
            Print.Result(parsed.GetValue(output), new StateView(info.Database, info.SchemaVersion, info.Bytes, info.Damage.Length == 0, info.Damage, info.Rows), StateJson.Default.StateView, Table);
            return info.Damage.Length == 0 ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static Command Backup(StatePlace place)
    {
        var file = new Argument<string>("FILE") { Description = "The backup to write" };
        var output = CommonOptions.Output();
        var command = place.On(new Command("backup", "Write the whole state to a file, while the server runs") { file, output })
            .WithExamples("racklight state backup /backup/racklight-state.zip", "racklight state backup --database postgres://racklight@db/racklight state.zip");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var rows = await StateBackup.WriteAsync(place.Database(parsed), place.Directory(parsed), parsed.GetValue(file)!, TimeProvider.System, cancellationToken);
            Print.Result(parsed.GetValue(output), new CopyView(parsed.GetValue(file)!, rows), StateJson.Default.CopyView, copy => new Text($"{copy.File}: {copy.Rows} rows\n"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Restore(StatePlace place)
    {
        var file = new Argument<string>("FILE") { Description = "The backup to read" };
        var replace = new Option<bool>("--replace") { Description = "Delete what the database holds; without it only an empty database is taken" };
        var output = CommonOptions.Output();
        var command = place.On(new Command("restore", "Put a backup into SQLite or PostgreSQL, all of it or nothing; stop the server before") { file, replace, output })
            .WithExamples("racklight state restore /backup/racklight-state.zip", "racklight state restore state.zip --database postgres://racklight@db/racklight   # from SQLite to PostgreSQL");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var rows = await StateBackup.RestoreAsync(place.Database(parsed), place.Directory(parsed), parsed.GetValue(file)!, parsed.GetValue(replace), cancellationToken);
            Print.Result(parsed.GetValue(output), new CopyView(parsed.GetValue(file)!, rows), StateJson.Default.CopyView, copy => new Text($"{copy.File}: {copy.Rows} rows restored\n"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Table Table(StateView info)
    {
        var table = Print.Table("what", "value");
        table.AddRow("database", Markup.Escape(info.Database));
        table.AddRow("schema", info.Schema.ToString(CultureInfo.InvariantCulture));
        table.AddRow("bytes", info.Bytes.ToString(CultureInfo.InvariantCulture));
        table.AddRow("sound", info.Sound ? "yes" : Markup.Escape("no: " + info.Damage));
        foreach (var (name, rows) in info.Rows) table.AddRow(Markup.Escape(name), rows.ToString(CultureInfo.InvariantCulture) + " rows");
        return table;
    }
}

/// <summary>What <c>state info</c> prints.</summary>
internal sealed record StateView(string Database, long Schema, long Bytes, bool Sound, string Damage, IReadOnlyDictionary<string, long> Rows);

/// <summary>What <c>state backup</c> and <c>state restore</c> print.</summary>
internal sealed record CopyView(string File, long Rows);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StateView))]
[JsonSerializable(typeof(CopyView))]
internal sealed partial class StateJson : JsonSerializerContext;
