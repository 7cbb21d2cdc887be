using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Releases;
using Racklight.Secrets.Generating;
using Racklight.Vault;
using Spectre.Console;

namespace Racklight.Secrets.Merging;

/// <summary><c>racklight secret merge --old F --new F --final F</c>: what kolla-mergepwd does, inside the vault.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var old = new Option<string>("--old") { Description = "The secrets that are in use", HelpName = "FILE", Required = true };
        var fresh = new Option<string>("--new") { Description = "The newer release's passwords.yml, its values empty or filled in", HelpName = "FILE", Required = true };
        var final = new Option<string>("--final") { Description = "Where the result goes; may be one of the two", HelpName = "FILE", Required = true };
        var clean = new Option<bool>("--clean") { Description = "Leave out secrets that the newer release does not have" };
        var generate = new Option<bool>("--generate") { Description = "Make what is still empty then (kolla's forms)" };
        var release = new Option<string?>("--release") { Description = "The newer series, for --generate (default: the newest that is known)", HelpName = "RELEASE" };
        var format = CommonOptions.Output();
        var vault = new VaultOptions();
        var command = new Command("merge", "Join a cloud's secrets with those of a newer release: old values win, comments and order are the new file's") { old, fresh, final, clean, generate, release };
        vault.AddTo(command);
        command.Options.Add(format);
        command.WithExamples(
            "racklight secret merge --old passwords.yml --new venv/share/kolla-ansible/etc_examples/kolla/passwords.yml --final passwords.yml --generate",
            "racklight secret merge --old old.yml --new new.yml --final merged.yml --clean --vault-id prod@~/.vault -o json");
        command.SetAction(async (parsed, token) =>
        {
            var series = parsed.GetValue(release) is { } name ? Series.Find(name) ?? throw new ProblemException($"the release `{name}` is not known", "one of " + string.Join(", ", Series.All)) : Series.Latest;
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, token);
            using var files = new MergeFiles(parsed.GetValue(old)!, parsed.GetValue(fresh)!, parsed.GetValue(final)!, keyring);
            var merge = files.Merge(parsed.GetValue(clean));
            IReadOnlyList<MadeSecret> made = [];
            if (parsed.GetValue(generate))
            {
                using var line = new CountLine("secrets");
                made = SecretFilling.Fill(files.Final, SecretFilling.EmptyKeys(files.Final), key => SecretForms.OfKolla(key, series), line.Show, token);
            }
            files.Final.Save();
            var empty = SecretFilling.EmptyKeys(files.Final);
            var report = new MergeReport(files.Final.Path, files.Final.Vaulted, merge.Keys, made, empty);
            if (!files.Final.Vaulted && !files.Final.WasVaulted) Print.Problems([new Problem($"{files.Final.Path} holds its secrets in clear") { Severity = Severity.Warning, Hint = $"racklight secret encrypt {files.Final.Path}" }]);
            Print.Result(parsed.GetValue(format), report, SecretsReportJson.Default.MergeReport, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Rows Table(MergeReport report)
    {
        var table = Print.Table("key", "from");
        foreach (var key in report.Keys.Where(static key => key.Origin is not MergeOrigin.Old))
        {
            table.AddRow(new Text(key.Key), new Text(report.Made.Any(made => made.Key == key.Key) ? "made now" : key.Origin switch
            {
                MergeOrigin.New => "the new file",
                MergeOrigin.OldOnly => "the old file; the new one does not have it",
                MergeOrigin.Dropped => "nothing: left out, the new file does not have it",
                MergeOrigin.FromRedis => "redis_master_password",
                _ => "nothing: still empty",
            }));
        }
        var kept = report.Keys.Count(static key => key.Origin == MergeOrigin.Old);
        return new Rows(table, new Text($"{report.Final}: {kept} kept from the old file, {report.Empty.Count} empty{(report.Vaulted ? ", vaulted" : "")}"));
    }
}

/// <summary>What a merge did; never a value.</summary>
/// <param name="Final">Where the result lies.</param>
/// <param name="Vaulted">It is a vault as a whole.</param>
/// <param name="Keys">Every key and where its value came from.</param>
/// <param name="Made">What was made afterwards.</param>
/// <param name="Empty">What is still empty.</param>
internal sealed record MergeReport(string Final, bool Vaulted, IReadOnlyList<MergedKey> Keys, IReadOnlyList<MadeSecret> Made, IReadOnlyList<string> Empty);
