using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Secrets.Editing;
using Racklight.Secrets.Files;
using Racklight.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret edit</c>.</summary>
internal static class EditCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var file = new Argument<string>("file") { Description = "The file: a vault, or one with single encrypted values (each value behind !vault is encrypted)" };
        var create = new Option<bool>("--create") { Description = "Make a new vault" };
        var command = vault.AddTo(new Command("edit", "Edit a file of secrets; its plain text is in memory only.") { file, create })
            .WithExamples("racklight secret edit passwords.yml", "EDITOR='vim -O' racklight secret edit group_vars/prod.yml --vault-id prod@~/.vault-prod", "racklight secret edit new.yml --create");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(file)!;
            var isNew = parsed.GetValue(create);
            if (isNew == File.Exists(name)) throw new ProblemException(new Problem(isNew ? "it is there already" : "there is no such file") { File = name, Hint = isNew ? "leave --create out" : "--create makes a new vault" });
            var editor = Editor.Choose(Environment.GetEnvironmentVariable);
            if (!editor.Known) Print.Problems([new Problem($"{editor.Program} is not known here: see that it writes no backup or history elsewhere") { Severity = Severity.Warning }]);
            using var keyring = await vault.UnlockAsync(parsed, isNew ? VaultUse.Encrypt : VaultUse.Read, cancellationToken);
            if (isNew) SecretProblems.In(name, () => keyring.SealsFor());
            var bytes = isNew ? [] : VaultIo.Read(name);
            using var edit = Open(name, bytes, keyring, isNew);
            byte[]? changed = null;
            await new EditSession(editor).RunAsync(name, edit.Text, edited => changed = SecretProblems.In(name, () => edit.Close(edited)), Again, cancellationToken);
            if (changed is null)
            {
                Console.Error.WriteLine($"{name}: unchanged");
                return ExitCodes.Done;
            }
            // Who else changed it meanwhile would lose that.
            if (!isNew && !VaultIo.Read(name).AsSpan().SequenceEqual(bytes)) throw new ProblemException(new Problem("it was changed by somebody else while you edited it; nothing was written") { File = name }, ExitCodes.NotSo);
            AtomicFile.Write(name, changed, isNew ? null : FileIdentity.Of(name));
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool Again(ProblemException problem)
    {
        if (Console.IsInputRedirected) return false;
        Print.Problems(problem.Problems);
        Console.Error.Write("Edit again? [Y/n] ");
        return Console.ReadLine() is { } answer && !answer.StartsWith("n", StringComparison.OrdinalIgnoreCase);
    }

    private static OpenEdit Open(string name, byte[] bytes, VaultKeyring keyring, bool isNew) => SecretProblems.In(name, () =>
    {
        if (isNew) return new OpenEdit(new SecretBuffer(0), edited => edited.Length == 0 ? null : keyring.Seal(edited.Span));
        if (VaultEnvelope.IsVault(bytes) || bytes.AsSpan().IndexOf("!vault"u8) < 0)
        {
            var whole = keyring.Open(bytes);
            return new OpenEdit(whole.Plaintext, edited => edited.Span.SequenceEqual(whole.Plaintext.Span) ? null : keyring.Reseal(whole, edited.Span));
        }
        var view = InlineView.Open(Encoding.UTF8.GetString(bytes), keyring);
        var text = SecretBuffer.Copy(Encoding.UTF8.GetBytes(view.Text));
        return new OpenEdit(text, edited => edited.Span.SequenceEqual(text.Span) ? null : Encoding.UTF8.GetBytes(view.Close(Encoding.UTF8.GetString(edited.Span), keyring)), view);
    });

    /// <summary>A text to be edited, and how what came of it is encrypted: null when nothing changed.</summary>
    private sealed class OpenEdit(SecretBuffer text, Func<SecretBuffer, byte[]?> close, IDisposable? more = null) : IDisposable
    {
        public ReadOnlyMemory<byte> Text => text.Memory;

        public byte[]? Close(SecretBuffer edited) => close(edited);

        public void Dispose()
        {
            text.Dispose();
            more?.Dispose();
        }
    }
}
