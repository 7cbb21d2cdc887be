using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.Secrets.Checking;
using Spectre.Console;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var paths = new Argument<string[]>("path") { Description = "Files, or directories to search (default: here)", Arity = ArgumentArity.ZeroOrMore };
        var output = CommonOptions.Output();
        var command = vault.AddTo(new Command("check", "Check every vault in a tree: its form, and with passwords that it opens.") { paths, output }, encrypts: false)
            .WithExamples("racklight secret check", "racklight secret check group_vars passwords.yml --vault-password-file ~/.vault -o json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, cancellationToken);
            var named = parsed.GetValue(paths) is { Length: > 0 } given ? given : ["."];
            var report = VaultChecks.Run(named, keyring, cancellationToken);
            Print.Result(parsed.GetValue(output), report, CheckJson.Default.CheckReport, Table);
            Print.Problems(report.Problems);
            if (report.Problems.Count > 0) return ExitCodes.NotSo;
            if (keyring.Ids.Count == 0 && report.Vaults.Count > 0) Console.Error.WriteLine("No password was given: only the form was checked, not whether they open.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Grid Table(CheckReport report)
    {
        var table = Print.Table("file", "where", "vault id", "state");
        foreach (var line in report.Vaults) table.AddRow(new Text(line.File), new Text(line.Key ?? "whole"), new Text(line.VaultId), new Text(line.State));
        var grid = new Grid().AddColumn();
        if (report.Vaults.Count > 0) grid.AddRow(table);
        return grid.AddRow(new Text($"vaults: {report.Vaults.Count}; files that hold them: {report.Vaults.Select(static line => line.File).Distinct().Count()} of {report.Files}; problems: {report.Problems.Count}"));
    }
}

/// <summary>Source-generated JSON of a check.</summary>
[JsonSerializable(typeof(CheckReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class CheckJson : JsonSerializerContext;
