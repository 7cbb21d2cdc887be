using System.Security.Cryptography;
using System.Text;
using Racklight.Vault;

namespace Racklight.Secrets.Passwords;

/// <summary>Asks a person.</summary>
internal interface IPasswordPrompt
{
    /// <summary>Asks for a vault id's password; twice when it will encrypt.</summary>
    /// <exception cref="ProblemException">Nobody can be asked, or the two differ.</exception>
    VaultPassword Ask(VaultIdentity identity, bool twice);
}

/// <summary>Asks at the terminal, without showing what is typed, in the words of ansible-vault (expect scripts wait for them).</summary>
internal sealed class TerminalPrompt : IPasswordPrompt
{
    private const int Longest = 1024;

    /// <inheritdoc/>
    public VaultPassword Ask(VaultIdentity identity, bool twice)
    {
        if (Console.IsInputRedirected) throw new ProblemException("the vault's password cannot be asked for: standard input is no terminal", "--vault-password-file FILE, or ANSIBLE_VAULT_PASSWORD_FILE");
        var named = identity.Source == "prompt";
        var first = Read(twice ? named ? $"New vault password ({identity.Id}): " : "New Vault password: " : named ? $"Vault password ({identity.Id}): " : "Vault password: ");
        if (!twice) return first;
        using var second = Read(named ? $"Confirm new vault password ({identity.Id}): " : "Confirm New Vault password: ");
        if (first.Matches(second)) return first;
        first.Dispose();
        throw new ProblemException("the two passwords differ", "type them again");
    }

    private static VaultPassword Read(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = GC.AllocateArray<char>(Longest, pinned: true);
        var length = 0;
        try
        {
            while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
            {
                if (key.Key == ConsoleKey.Backspace) length = Math.Max(0, length - 1);
                else if (key.KeyChar >= ' ' && length < Longest) typed[length++] = key.KeyChar;
            }
            Console.Error.WriteLine();
            using var bytes = new SecretBuffer(Encoding.UTF8.GetMaxByteCount(length));
            bytes.Shorten(Encoding.UTF8.GetBytes(typed.AsSpan(0, length), bytes.Span));
            return VaultPassword.FromPrompt(bytes.Span);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(typed.AsSpan()));
        }
    }
}
