namespace Racklight.Deploys;

/// <summary>An argument as a shell reads it: commands that are shown may be run by hand.</summary>
internal static class ShellWord
{
    /// <summary>The argument, in quotes where it needs them.</summary>
    public static string Quoted(string argument)
        => argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':' or '=' or '+' or '@' or ',') ? argument : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
