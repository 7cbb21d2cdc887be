using System.CommandLine;
using Racklight.Secrets.Files;
using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Secrets.Commands;

/// <summary>What the verbs share: files by name, <c>-</c> for the standard streams, <c>--output</c>.</summary>
internal static class VaultIo
{
    /// <summary>The files; none is <c>-</c>.</summary>
    public static Argument<string[]> Files(string description, ArgumentArity? arity = null) => new("file") { Description = description, Arity = arity ?? ArgumentArity.ZeroOrMore };

    /// <summary><c>--output FILE</c>, as ansible-vault has it.</summary>
    public static Option<string> Output() => new("--output") { Description = "Write there instead of in place; - is standard output", HelpName = "FILE" };

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="ProblemException">It cannot be read, or is too large.</exception>
    public static byte[] Read(string file)
    {
        if (file != "-") return SecretProblems.In(file, () => BoundedFile.Read("/", Path.GetFullPath(file), VaultEnvelope.LargestText));
        using var input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (input.Read(buffer) is > 0 and var read)
        {
            content.Write(buffer.AsSpan(0, read));
            if (content.Length > VaultEnvelope.LargestText) throw new ProblemException($"standard input has more than {VaultEnvelope.LargestText:N0} bytes");
        }
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer);
        return content.ToArray();
    }

    /// <summary>Writes standard output.</summary>
    public static void Print(ReadOnlySpan<byte> content)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(content);
    }

    /// <summary>Writes a result: in place, to another file, or to standard output. Private (0600), as ansible-vault leaves it.</summary>
    public static void Write(string file, string? output, ReadOnlySpan<byte> content)
    {
        var target = output ?? file;
        if (target == "-") Print(content);
        else AtomicFile.Write(target, content);
    }

    /// <summary>Several files cannot go to one.</summary>
    public static void RefuseManyInto(string[] files, string? output)
    {
        if (files.Length > 1 && output is not (null or "-")) throw new ProblemException($"--output {output}: {files.Length} files cannot be written into one", "leave --output out to change them in place");
    }

    /// <summary>A word for people at a terminal, as ansible-vault says one.</summary>
    public static void Say(string text)
    {
        if (!Console.IsOutputRedirected) Console.Error.WriteLine(text);
    }
}
