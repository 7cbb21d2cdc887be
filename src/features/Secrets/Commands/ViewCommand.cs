using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret view</c>: also git's textconv.</summary>
internal static class ViewCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var files = VaultIo.Files("Files to show; - is standard input", ArgumentArity.OneOrMore);
        var command = vault.AddTo(new Command("view", "Print what vaults hold; in a file with single encrypted values, those in place.") { files }, encrypts: false)
            .WithExamples("racklight secret view passwords.yml", "racklight secret view group_vars/*.yml --vault-id prod@~/.vault-prod", "git config diff.racklight.textconv 'racklight secret view'  # git diff shows what is in vaults");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(files)!;
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Read, cancellationToken);
            // All are opened before the first is printed: a key derivation costs milliseconds, and half an answer is none.
            var opened = new SecretBuffer[named.Length];
            try
            {
                if (named.Length == 1) opened[0] = Open(named[0], keyring);
                else Parallel.For(0, named.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => opened[i] = Open(named[i], keyring));
                foreach (var plain in opened) VaultIo.Print(plain.Span);
                return ExitCodes.Done;
            }
            catch (AggregateException e) when (e.InnerExceptions.All(static inner => inner is ProblemException))
            {
                var problems = e.InnerExceptions.Cast<ProblemException>().ToList();
                throw new ProblemException([.. problems.SelectMany(static one => one.Problems)], problems[0].ExitCode);
            }
            finally
            {
                foreach (var plain in opened) plain?.Dispose();
            }
        });
        return command;
    }

    internal static SecretBuffer Open(string file, VaultKeyring keyring)
    {
        var bytes = VaultIo.Read(file);
        return SecretProblems.In(file, () =>
        {
            if (VaultEnvelope.IsVault(bytes) || bytes.AsSpan().IndexOf("!vault"u8) < 0) return keyring.Open(bytes).Plaintext;
            using var view = InlineView.Open(Encoding.UTF8.GetString(bytes), keyring);
            var text = new SecretBuffer(Encoding.UTF8.GetByteCount(view.Text));
            Encoding.UTF8.GetBytes(view.Text, text.Span);
            return text;
        });
    }
}
