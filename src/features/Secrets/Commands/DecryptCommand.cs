using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret decrypt</c>.</summary>
internal static class DecryptCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var files = VaultIo.Files("Files to decrypt; - or none: standard input");
        var output = VaultIo.Output();
        var command = vault.AddTo(new Command("decrypt", "Decrypt files in place: the plain text lies on the disk then. `view`, `get` and `edit` do without.") { files, output }, encrypts: false)
            .WithExamples("racklight secret decrypt passwords.yml --output - | less", "racklight secret decrypt passwords.yml --vault-id prod@prompt");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(files) is { Length: > 0 } given ? given : ["-"];
            VaultIo.RefuseManyInto(named, parsed.GetValue(output));
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Read, cancellationToken);
            foreach (var file in named)
            {
                using var plain = SecretProblems.In(file, () => Open(file, VaultIo.Read(file), keyring));
                VaultIo.Write(file, parsed.GetValue(output), plain.Plaintext.Span);
            }
            VaultIo.Say("Decryption successful");
            return ExitCodes.Done;
        });
        return command;
    }

    private static OpenedVault Open(string file, byte[] text, VaultKeyring keyring)
    {
        if (!VaultEnvelope.IsVault(text) && text.AsSpan().IndexOf("!vault"u8) >= 0 && InlineVaults.Find(Encoding.UTF8.GetString(text)).Count is > 0 and var count)
        {
            throw new ProblemException(new Problem($"it is no vault as a whole; {count} of its values are") { File = file, Hint = $"racklight secret view {file}, get KEY {file} or edit {file}" });
        }
        return keyring.Open(text);
    }
}
