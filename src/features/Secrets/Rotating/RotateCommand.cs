using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Releases;
using Racklight.Secrets.Generating;
using Racklight.Yaml;
using Spectre.Console;

namespace Racklight.Secrets.Rotating;

/// <summary><c>racklight secret rotate --for kolla|osa FILE KEY…|--all</c>: new values, and what has to be restarted.</summary>
internal static class RotateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file of secrets" };
        var keys = new Argument<string[]>("KEY") { Description = "The secrets to change", Arity = ArgumentArity.ZeroOrMore };
        var tool = new SecretTool();
        var all = new Option<bool>("--all") { Description = "All that can be changed without losing data; names and keys to stored data stay" };
        var dry = new Option<bool>("--dry-run") { Description = "Change nothing: say what would be, and what would have to be restarted" };
        var format = CommonOptions.Output();
        var vault = new VaultOptions();
        var command = new Command("rotate", "Give secrets new values, and say what must be restarted") { file, keys, all, dry };
        tool.AddTo(command);
        vault.AddTo(command);
        command.Options.Add(format);
        command.WithExamples(
            "racklight secret rotate --for kolla passwords.yml nova_database_password",
            "racklight secret rotate --for kolla passwords.yml --all --dry-run");
        command.SetAction(async (parsed, token) =>
        {
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, token);
            using var secrets = SecretFile.Read(parsed.GetValue(file)!, keyring);
            var forms = tool.Forms(parsed);
            var chosen = Chosen(secrets, parsed.GetValue(keys) ?? [], parsed.GetValue(all), forms, tool.IsKolla(parsed));
            var rotated = chosen;
            if (!parsed.GetValue(dry))
            {
                using var line = new CountLine("secrets");
                var made = SecretFilling.Fill(secrets, chosen, forms, line.Show, token).Select(static secret => secret.Key).ToHashSet(StringComparer.Ordinal);
                rotated = [.. chosen.Where(made.Contains)];
                secrets.Save();
            }
            var report = new RotateReport(secrets.Path, parsed.GetValue(dry), [.. rotated.Select(key => Rotated(key, forms(key), Rule(tool.IsKolla(parsed), key)))]);
            Print.Result(parsed.GetValue(format), report, SecretsReportJson.Default.RotateReport, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static List<string> Chosen(SecretFile file, string[] named, bool all, Func<string, SecretForm> forms, bool kolla)
    {
        if (all == named.Length > 0) throw new ProblemException(all ? "--all and single keys exclude each other" : "nothing says which secrets to change", "name some keys, or --all");
        var known = file.Entries.Select(static entry => entry.Key).ToList();
        var missing = named.Where(key => !known.Contains(key)).ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException([.. missing.Select(key => new Problem($"it has no secret `{key}`{(NearestWord.Of(key, known) is { } near ? $", did you mean `{near}`?" : "")}") { File = file.Path })]);
        }
        if (named.FirstOrDefault(key => SecretMaker.Makes(forms(key)) is false) is { } unmade) throw new ProblemException($"`{unmade}` is not made here: its value comes from elsewhere", "racklight secret edit " + file.Path);
        if (!all) return [.. named.Distinct()];
        var empty = SecretFilling.EmptyKeys(file);
        return [.. known.Except(empty).Where(key => SecretMaker.Makes(forms(key)) && Rule(kolla, key).Care != RotationCare.Fixed)];
    }

    private static RestartRule Rule(bool kolla, string key) => kolla ? KollaRestarts.Of(key) : OsaRestarts.Of(key);

    private static RotatedSecret Rotated(string key, SecretForm form, RestartRule rule) => new(key, form, rule.Care, rule.Run, rule.Note);

    private static Rows Table(RotateReport report)
    {
        var table = Print.Table("key", "new value", "then run", "mind");
        foreach (var secret in report.Secrets) table.AddRow(new Text(secret.Key), new Text(FormWords.Of(secret.Form)), new Text(secret.Run ?? ""), new Text(secret.Note ?? ""));
        return new Rows(table, new Text(report.DryRun ? $"{report.File}: {report.Secrets.Count} would change; nothing was written" : $"{report.File}: {report.Secrets.Count} changed; what runs still uses the old values until the commands above ran"));
    }
}

/// <summary>What <c>secret rotate</c> did; never a value.</summary>
/// <param name="File">The file.</param>
/// <param name="DryRun">Nothing was written.</param>
/// <param name="Secrets">The secrets.</param>
internal sealed record RotateReport(string File, bool DryRun, IReadOnlyList<RotatedSecret> Secrets);

/// <summary>A secret that got a new value.</summary>
internal sealed record RotatedSecret(string Key, SecretForm Form, RotationCare Care, string? Run, string? Note);
