using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Releases;
using Racklight.Vault;
using Spectre.Console;

namespace Racklight.Secrets.Generating;

/// <summary><c>racklight secret generate --for kolla|osa [FILE]</c>.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "Fill in what this file leaves empty; all else stays as it is. Without: write the release's whole list", Arity = ArgumentArity.ZeroOrOne };
        var tool = new SecretTool();
        var target = new Option<string?>("--output") { Description = "Without FILE: write the list here, 0600 and vaulted when a vault password is given (default: standard output)", HelpName = "FILE" };
        var format = ReportFormat.Option();
        var vault = new VaultOptions();
        var command = new Command("generate", "Make new secrets: all of a release, or those that a file leaves empty") { file };
        tool.AddTo(command);
        command.Options.Add(target);
        vault.AddTo(command);
        command.Options.Add(format);
        command.WithExamples(
            "racklight secret generate --for kolla --release 2025.1 --output passwords.yml --vault-password-file ~/.vault",
            "racklight secret generate --for kolla passwords.yml   # fills in what is empty, within the vault too",
            "racklight secret generate --for osa /etc/openstack_deploy/user_secrets.yml");
        command.SetAction(async (parsed, token) =>
        {
            var named = parsed.GetValue(file);
            if (named is not null && parsed.GetValue(target) is { } other) throw new ProblemException($"--output {other}: FILE is filled in where it is", "leave one of the two out");
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, token);
            var forms = tool.Forms(parsed);
            if (named is not null)
            {
                using var secrets = SecretFile.Read(named, keyring);
                var report = Filled(secrets, forms, token);
                secrets.Save();
                if (!secrets.Vaulted && !secrets.WasVaulted) Print.Problems([Plain(named)]);
                Print.Result(parsed.GetValue(format), report, SecretsReportJson.Default.GenerateReport, Table);
                return ExitCodes.Done;
            }
            return WriteAll(tool.Keys(parsed), parsed.GetValue(target), forms, keyring, token);
        });
        return command;
    }

    private static GenerateReport Filled(SecretFile file, Func<string, SecretForm> forms, CancellationToken cancellationToken)
    {
        var keys = SecretFilling.EmptyKeys(file);
        using var line = new CountLine("secrets");
        var made = SecretFilling.Fill(file, keys, forms, line.Show, cancellationToken);
        var half = file.Entries.Where(entry => forms(entry.Key) == SecretForm.SshKey && entry.Members.Any(static member => member.Value is null)).Select(static entry => entry.Key);
        var skipped = keys.Except(made.Select(static secret => secret.Key)).ToList();
        return new GenerateReport(file.Path, made, [.. skipped.Where(key => forms(key) == SecretForm.Blank)], [.. skipped.Where(key => forms(key) == SecretForm.Unknown)], [.. half]);
    }

    private static int WriteAll(IReadOnlyList<string> keys, string? target, Func<string, SecretForm> forms, VaultKeyring keyring, CancellationToken cancellationToken)
    {
        if (target is not null && Path.Exists(target)) throw new ProblemException($"{target} exists, and its secrets may be in use: it stays as it is", $"fill in what it leaves empty: racklight secret generate … {target}");
        using var secrets = SecretFile.New(target ?? "(standard output)", "---\n" + string.Concat(keys.Select(static key => key + ":\n")), keyring);
        // Asked before the work, not after: which password to encrypt with.
        secrets.Vaulted = keyring.Ids.Count > 0 && keyring.SealsFor().Length > 0;
        using (var line = new CountLine("secrets")) SecretFilling.Fill(secrets, keys, forms, line.Show, cancellationToken);
        if (target is null)
        {
            Console.Out.Write(Encoding.UTF8.GetString(secrets.ToBytes()));
            return ExitCodes.Done;
        }
        secrets.Save();
        // A new file is private from its first byte on; only then does it hold secrets in clear.
        if (!secrets.Vaulted) Print.Problems([Plain(target)]);
        return ExitCodes.Done;
    }

    private static Problem Plain(string file) => new($"{file} holds its secrets in clear") { Severity = Severity.Warning, Hint = $"racklight secret encrypt {file}" };

    private static Rows Table(GenerateReport report)
    {
        var table = Print.Table("key", "made");
        foreach (var secret in report.Made) table.AddRow(new Text(secret.Key), new Text(FormWords.Of(secret.Form)));
        foreach (var key in report.Blank) table.AddRow(new Text(key), new Text("left empty: only who needs it fills it in"));
        foreach (var key in report.Unknown) table.AddRow(new Text(key), new Text("left empty: nothing is known of it"));
        foreach (var key in report.HalfPairs) table.AddRow(new Text(key), new Text("left as it is: one half of the pair is missing"));
        return new Rows(table, new Text(report.Made.Count == 0 ? $"{report.File}: nothing was empty" : $"{report.File}: {report.Made.Count} made"));
    }
}
