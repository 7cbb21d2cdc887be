using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Rebasing.Review;
using Racklight.Releases;
using Racklight.Secrets;
using Racklight.Secrets.Merging;
using Racklight.Vault;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing;

/// <summary><c>racklight deploy rebase</c>: settings, inventory and passwords on a new release of kolla-ansible.</summary>
internal static class RebaseCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The directory with globals.yml and passwords.yml", HelpName = "DIR", DefaultValueFactory = static _ => "/etc/kolla" };
        var inventory = new Option<string?>("--inventory", "-i") { Description = "The inventory to bring along", HelpName = "FILE" };
        var from = new Option<string?>("--from") { Description = "The release that the files are for (default: told from the old sample)", HelpName = "RELEASE" };
        var to = new Option<string?>("--to") { Description = "The new release (default: told from the new sample)", HelpName = "RELEASE" };
        var oldSample = new Option<string?>("--old-sample") { Description = "The old release's virtual environment, checkout (DIR or DIR@TAG) or sample files", HelpName = "DIR" };
        var newSample = new Option<string?>("--new-sample") { Description = "The new release's", HelpName = "DIR" };
        var venvs = new Option<string>("--venvs") { Description = "Where samples are looked for: a virtual environment for each release", HelpName = "DIR", DefaultValueFactory = static _ => "/opt/kolla-ansible" };
        var generate = new Option<bool>("--generate") { Description = "Make the secrets that are empty then" };
        var review = new Option<string?>("--review") { Description = "Ask nothing: apply the choices of this file, which the dashboard wrote", HelpName = "FILE" };
        var yes = new Option<bool>("--yes") { Description = "Ask nothing: every value of yours stays" };
        var dry = new Option<bool>("--dry-run") { Description = "Write nothing: say what would be" };
        var output = CommonOptions.Output();
        var vault = new VaultOptions();
        var command = new Command("rebase", "Bring globals.yml, inventory and passwords.yml to a new release: your values, the new sample's comments and order") { config, inventory, from, to, oldSample, newSample, venvs, generate, review, yes, dry };
        vault.AddTo(command, encrypts: false);
        command.Options.Add(output);
        command.WithExamples(
            "racklight deploy rebase --from 2024.1 --to 2025.1 --dry-run",
            "racklight deploy rebase --config etc/kolla --inventory inventory/prod --old-sample ~/kolla-ansible@18.8.0 --new-sample ~/kolla-ansible@20.5.0",
            "racklight deploy rebase --config kolla --review globals-2024.1-2025.1.review.yaml",
            "racklight deploy rebase --from 2025.1 --to 2026.1 --yes --generate --vault-password-file ~/.vault -o json");
        command.SetAction(async (parsed, token) =>
        {
            var choices = parsed.GetValue(review) is { } path ? ReviewFile.Read(path) : null;
            if (choices is not null && parsed.GetValue(yes)) throw new ProblemException("--yes and --review contradict each other: the review says what goes", "leave --yes out");
            var asks = choices is null && !parsed.GetValue(yes) && !parsed.GetValue(dry);
            if (asks && (Console.IsInputRedirected || !Print.Error.Profile.Capabilities.Interactive)) throw new ProblemException("this is no terminal, and nobody can be asked", "--yes keeps every value of yours; --dry-run writes nothing");
            var (old, source) = await SampleAsync("old", parsed.GetValue(oldSample), parsed.GetValue(from) ?? choices?.From, parsed.GetValue(venvs)!, token);
            var (fresh, target) = await SampleAsync("new", parsed.GetValue(newSample), parsed.GetValue(to) ?? choices?.To, parsed.GetValue(venvs)!, token);
            if (target.Index < source.Index) throw new ProblemException($"{target} is older than {source}", "exchange the two samples");
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, token);
            var directory = parsed.GetValue(config)!;
            using var globals = SecretFile.Read(Path.Combine(directory, "globals.yml"), keyring);
            choices?.RequireBefore(globals.Path, globals.ToBytes());
            var rebase = In(globals.Path, () => GlobalsRebase.Of(old.Globals, globals.Text, fresh.Globals, source, target));
            var dropped = asks ? RebaseReview.Ask(rebase.Settings, Print.Error) : choices?.TakeOut.ToHashSet(StringComparer.Ordinal) ?? [];
            globals.Text = rebase.Write(dropped);
            choices?.RequireAfter(globals.Path, globals.ToBytes());
            var hosts = parsed.GetValue(inventory) is { } file ? Inventory(file, old, fresh, source, target) : null;
            using var passwords = Passwords(directory, keyring, fresh);
            var secrets = passwords is null ? null : PasswordRebase.Apply(passwords, old.Passwords, fresh.Passwords!, parsed.GetValue(generate) && !parsed.GetValue(dry), target, null, token);
            var written = new List<string>();
            if (!parsed.GetValue(dry))
            {
                if (globals.Save()) written.Add(globals.Path);
                if (hosts is not null && PlainFile.Write(parsed.GetValue(inventory)!, hosts.Text)) written.Add(parsed.GetValue(inventory)!);
                if (passwords?.Save() == true) written.Add(passwords.Path);
            }
            var report = new RebaseReport { From = source.Name, To = target.Name, OldSample = old.Where, NewSample = fresh.Where, Settings = rebase.Settings, Dropped = [.. dropped], Inventory = hosts?.Notes, Passwords = secrets, Written = written };
            Print.Result(parsed.GetValue(output), report, RebaseJson.Default.RebaseReport, RebaseTable.Of);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<(KollaSample Sample, Series Series)> SampleAsync(string which, string? place, string? release, string venvs, CancellationToken cancellationToken)
    {
        var option = which == "old" ? "--from" : "--to";
        var series = release is null ? null : Series.Find(release) ?? throw new ProblemException($"{option} {release}: this release is not known", "one of " + string.Join(", ", Series.All));
        if (place is not null)
        {
            var sample = await KollaSample.ReadAsync(place, cancellationToken);
            return (sample, series ?? sample.Series() ?? throw new ProblemException($"{place}: its release cannot be told from its settings", $"{option} RELEASE"));
        }
        if (series is null) throw new ProblemException($"nothing says which the {which} release is", $"{option} RELEASE, or --{which}-sample DIR");
        return (KollaSample.Find(series, venvs) ?? throw new ProblemException($"no sample files of {series} were found in {venvs}/{series} or installed", $"--{which}-sample DIR: a virtual environment, a checkout (DIR@{series.KollaVersion}), or the files"), series);
    }

    private static InventoryRebase Inventory(string file, KollaSample old, KollaSample fresh, Series from, Series to)
    {
        var text = PlainFile.Read(file);
        var read = Rebasing.Inventory.Read(text);
        if (old.InventoryLike(read) is not { } before || fresh.InventoryLike(read) is not { } after) throw new ProblemException($"{file}: the samples come without an inventory", "leave --inventory out");
        return InventoryRebase.Of(before, text, after, from, to);
    }

    private static SecretFile? Passwords(string directory, VaultKeyring keyring, KollaSample fresh)
    {
        var path = Path.Combine(directory, "passwords.yml");
        return File.Exists(path) && fresh.Passwords is not null ? SecretFile.Read(path, keyring) : null;
    }

    private static T In<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (YamlPartsException e)
        {
            throw new ProblemException(new Problem(e.Fault.Message) { File = file, Line = e.Fault.Mark.Line, Column = e.Fault.Mark.Column, Hint = e.Fault.Hint });
        }
    }
}
