using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.Secrets.Comparing;
using Spectre.Console;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret diff</c>: for people, and as git's external diff (gitattributes(5), "Defining an external diff driver").</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var files = new Argument<string[]>("file") { Description = "The old and the new file; from git: PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE", Arity = new ArgumentArity(1, 9) };
        var values = new Option<bool>("--show-values") { Description = "Show the values too, not only which keys differ" };
        var output = CommonOptions.Output();
        var command = vault.AddTo(new Command("diff", "Tell which keys differ between two files of secrets; exit code 1 when any does.") { files, values, output }, encrypts: false)
            .WithExamples("racklight secret diff old/passwords.yml passwords.yml", "git config diff.racklight.command 'racklight secret diff'  # with '*.yml diff=racklight' in .gitattributes");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(files)!;
            // git gives seven arguments, nine for a renamed file, and one for a path that a merge left undecided.
            if (named.Length == 1)
            {
                Console.WriteLine($"{named[0]}: unmerged");
                return ExitCodes.Done;
            }
            if (named.Length is not (2 or 7 or 9)) throw new ProblemException($"{named.Length} files: want the old one and the new one", "racklight secret diff OLD NEW");
            var git = named.Length > 2;
            var (path, old, fresh) = git ? (named[0], named[1], named[4]) : (named[1], named[0], named[1]);
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, cancellationToken);
            using var before = Read(old, path, keyring);
            using var after = Read(fresh, path, keyring);
            var difference = SecretDifference.Of(path, before, after, parsed.GetValue(values));
            if (git && !difference.Any) return ExitCodes.Done;
            Print.Result(parsed.GetValue(output), difference, DiffJson.Default.SecretDifference, Shown);
            // git takes any other exit code for a crash.
            return git || !difference.Any ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static SecretVersion Read(string file, string name, Racklight.Vault.VaultKeyring keyring) => SecretVersion.Open(name, file == "/dev/null" ? [] : VaultIo.Read(file), keyring);

    private static Rows Shown(SecretDifference difference)
    {
        var lines = new List<Text> { new($"{difference.File}: {(difference.Any ? $"{difference.Keys.Count} {(difference.Keys.Count == 1 ? "key differs" : "keys differ")}" : "no difference")}") };
        foreach (var key in difference.Keys)
        {
            var (sign, colour) = key.Change switch { "added" => ('+', Color.Green), "removed" => ('-', Color.Red), _ => ('~', Color.Yellow) };
            var shown = (key.Old, key.New) switch { (null, null) => "", (null, var added) => ": " + added, (var removed, null) => ": " + removed, var (was, now) => $": {was} -> {now}" };
            lines.Add(new Text($"  {sign} {key.Key}{shown}", new Style(colour)));
        }
        lines.AddRange(difference.Notes.Select(static note => new Text($"  {note}")));
        return new Rows(lines);
    }
}

/// <summary>Source-generated JSON of a difference.</summary>
[JsonSerializable(typeof(SecretDifference))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class DiffJson : JsonSerializerContext;
