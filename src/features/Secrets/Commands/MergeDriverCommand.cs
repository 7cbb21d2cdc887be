using System.CommandLine;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.Secrets.Comparing;
using Racklight.Secrets.Files;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret merge-driver</c>: git's merge driver for files of secrets (gitattributes(5), "Defining a custom merge driver").</summary>
internal static class MergeDriverCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var versions = new Argument<string[]>("version") { Description = "From git: %O (the ancestor), %A (ours; the result is written there), %B (theirs), %P (the path)", Arity = new ArgumentArity(0, 4) };
        var install = new Option<bool>("--install") { Description = "Set it up in this git repository, with the diff" };
        var command = vault.AddTo(new Command("merge-driver", "Merge two versions of a file of secrets by key, without plain text on the disk.") { versions, install })
            .WithExamples("racklight secret merge-driver --install", "racklight secret merge-driver base.yml ours.yml theirs.yml  # the result is in ours.yml");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(install)) return await InstallAsync(cancellationToken);
            var named = parsed.GetValue(versions)!;
            if (named.Length < 3) throw new ProblemException("want the ancestor, ours and theirs", "racklight secret merge-driver --install lets git name them");
            var path = named.Length > 3 ? named[3] : named[1];
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Read, cancellationToken);
            using var ancestor = SecretVersion.Open(path + " (ancestor)", VaultIo.Read(named[0]), keyring);
            using var ours = SecretVersion.Open(path + " (ours)", VaultIo.Read(named[1]), keyring);
            using var theirs = SecretVersion.Open(path + " (theirs)", VaultIo.Read(named[2]), keyring);
            var (merged, conflicts) = SecretProblems.In(path, () => SecretMerge.Merge(ancestor, ours, theirs, keyring));
            AtomicFile.Write(named[1], merged, FileIdentity.Of(named[1]));
            foreach (var conflict in conflicts) Print.Problems([new Problem(conflict.Key is null ? conflict.What : $"conflict in `{conflict.Key}`: {conflict.What}; ours stays") { File = path }]);
            if (conflicts.Count == 0) return ExitCodes.Done;
            var hint = ours.Whole is null && theirs.Whole is null ? $"git show :3:{path} is theirs" : $"racklight secret edit {path} shows their values as comments";
            Console.Error.WriteLine($"The file is valid, with our values. {hint}; then git add {path}.");
            return ExitCodes.NotSo;
        });
        return command;
    }

    private static async Task<int> InstallAsync(CancellationToken cancellationToken)
    {
        (string Key, string Value)[] settings =
        [
            ("merge.racklight.name", "secrets, merged by key"),
            ("merge.racklight.driver", "racklight secret merge-driver %O %A %B %P"),
            ("diff.racklight.command", "racklight secret diff"),
        ];
        foreach (var (key, value) in settings)
        {
            await ProcessRunner.RequireAsync(new ProcessSpec("git", "config", key, value) { Limit = TimeSpan.FromSeconds(10) }, cancellationToken);
            Console.WriteLine($"git config {key} '{value}'");
        }
        Console.WriteLine("Now name the files in .gitattributes, and commit it:");
        Console.WriteLine("  passwords.yml diff=racklight merge=racklight");
        return ExitCodes.Done;
    }
}
