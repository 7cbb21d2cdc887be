using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Secrets.Files;
using Racklight.Secrets.Passwords;
using Racklight.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret rekey</c>.</summary>
internal static class RekeyCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var files = VaultIo.Files("Files to rekey: vaults, and files with single encrypted values", ArgumentArity.OneOrMore);
        var newId = new Option<string>("--new-vault-id") { Description = "The new vault id and where its password is", HelpName = "LABEL@SOURCE" };
        var newFile = new Option<string>("--new-vault-password-file") { Description = "A file with the new password, or an executable that prints it", HelpName = "FILE" };
        var command = vault.AddTo(new Command("rekey", "Encrypt files with another password; mode and owner stay.") { files, newId, newFile })
            .WithExamples("racklight secret rekey passwords.yml --vault-password-file old --new-vault-password-file new", "racklight secret rekey group_vars/*.yml --vault-id dev@dev.txt --new-vault-id prod@prompt");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(newId) is not null && parsed.GetValue(newFile) is not null) throw new ProblemException("--new-vault-id and --new-vault-password-file exclude each other");
            using var old = await vault.UnlockAsync(parsed, VaultUse.Read, cancellationToken);
            using var fresh = await NewAsync(parsed.GetValue(newId), parsed.GetValue(newFile), old.EncryptId, cancellationToken);
            var target = fresh ?? old;
            var id = SecretProblems.In("secret rekey", () => target.SealsFor());
            // Every file is opened and encrypted before the first is replaced: a wrong password leaves all as they are.
            var done = new List<(string File, byte[] Text)>();
            foreach (var file in parsed.GetValue(files)!) done.Add((file, SecretProblems.In(file, () => Rekeyed(VaultIo.Read(file), old, target, id))));
            foreach (var (file, text) in done)
            {
                if (file == "-") VaultIo.Print(text);
                else AtomicFile.Write(file, text, FileIdentity.Of(file));
            }
            Console.Error.WriteLine("Rekey successful");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<VaultKeyring?> NewAsync(string? id, string? file, string? encryptId, CancellationToken cancellationToken)
    {
        // With --encrypt-vault-id alone, the new password is one of those that are there already.
        if (id is null && file is null && encryptId is not null) return null;
        var home = Environment.GetEnvironmentVariable("HOME");
        var identity = id is not null ? id[..(id.IndexOf('@', StringComparison.Ordinal) + 1)] + SourcePath.Full(id[(id.IndexOf('@', StringComparison.Ordinal) + 1)..], ".", home)
            : $"{VaultKeyring.DefaultId}@{(file is not null ? SourcePath.Full(file, ".", home) : "prompt_ask_vault_pass")}";
        return await KeyringLoading.LoadAsync([(identity, true)], matchIds: false, null, making: true, new PasswordSource(new TerminalPrompt(), PasswordScript.Limit()), cancellationToken);
    }

    private static byte[] Rekeyed(byte[] text, VaultKeyring old, VaultKeyring target, string id)
    {
        if (VaultEnvelope.IsVault(text) || text.AsSpan().IndexOf("!vault"u8) < 0)
        {
            using var opened = old.Open(text);
            return target.Seal(opened.Plaintext.Span, id);
        }
        using var view = InlineView.Open(Encoding.UTF8.GetString(text), old);
        return Encoding.UTF8.GetBytes(view.Rekey(target, id));
    }
}
