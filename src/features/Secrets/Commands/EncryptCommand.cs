using System.CommandLine;
using System.Security.Cryptography;
using Racklight.App.CommandLine;
using Racklight.Vault;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret encrypt</c>.</summary>
internal static class EncryptCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var files = VaultIo.Files("Files to encrypt; - or none: standard input");
        var output = VaultIo.Output();
        var command = vault.AddTo(new Command("encrypt", "Encrypt files in place.") { files, output })
            .WithExamples("racklight secret encrypt passwords.yml --vault-password-file ~/.vault", "racklight secret encrypt a.yml b.yml --vault-id prod@~/.vault-prod", "racklight secret encrypt - --output - < key.pem");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(files) is { Length: > 0 } given ? given : ["-"];
            VaultIo.RefuseManyInto(named, parsed.GetValue(output));
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Encrypt, cancellationToken);
            SecretProblems.In("secret encrypt", () => keyring.SealsFor());
            foreach (var file in named)
            {
                var plain = VaultIo.Read(file);
                try
                {
                    if (VaultEnvelope.IsVault(plain)) throw new ProblemException(new Problem("it is already encrypted") { File = file, Hint = $"racklight secret rekey {file}, to encrypt it with another password" });
                    VaultIo.Write(file, parsed.GetValue(output), SecretProblems.In(file, () => keyring.Seal(plain)));
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(plain);
                }
            }
            VaultIo.Say("Encryption successful");
            return ExitCodes.Done;
        });
        return command;
    }
}
