using Racklight.Vault;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets;

/// <summary>Turns what a vault's libraries say into what the program prints.</summary>
internal static class SecretProblems
{
    /// <summary>Does something with a file, and gives every failure the file's name.</summary>
    public static T In<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (Of(file, e) is { } problem)
        {
            throw new ProblemException(problem, e is VaultPasswordException ? ExitCodes.NotSo : ExitCodes.Usage, e);
        }
    }

    /// <summary>The problem of an exception, or null for one of another kind.</summary>
    public static Problem? Of(string file, Exception exception) => exception switch
    {
        VaultFormatException e => new Problem(e.Message) { File = file, Line = e.Line, Column = e.Column, Hint = e.Hint?.Replace("FILE", file, StringComparison.Ordinal) },
        VaultPasswordException e => new Problem(e.Message) { File = file, Hint = e.Hint },
        YamlPartsException e => new Problem(e.Fault.Message) { File = file, Line = e.Fault.Mark.Line, Column = e.Fault.Mark.Column, Hint = e.Fault.Hint },
        BoundedFileException e => new Problem(e.Message) { File = file },
        _ => null,
    };
}
