namespace Racklight.Deploys.Running;

/// <summary>Names of clouds: they stand in paths, tables and addresses.</summary>
internal static class CloudName
{
    /// <summary>Gives a name back that is one.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static string Check(string name)
        => name.Length is > 0 and <= 63 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && char.IsAsciiLetterOrDigit(name[0])
            ? name
            : throw new ProblemException($"`{(name.Length > 63 ? name[..63] + "…" : name)}` is not a cloud's name: letters, digits, `-`, `_` and `.`, at most 63");
}
