namespace Racklight.Secrets.Passwords;

/// <summary>Paths of passwords as Ansible reads them.</summary>
internal static class SourcePath
{
    /// <summary>With <c>~</c> filled in and relative to a directory; <c>prompt</c> stays what it is.</summary>
    public static string Full(string source, string directory, string? home)
    {
        if (source is "prompt" or "prompt_ask_vault_pass" || source.Length == 0) return source;
        if (home is not null && (source == "~" || source.StartsWith("~/", StringComparison.Ordinal))) source = home + source[1..];
        return Path.GetFullPath(source, Path.GetFullPath(directory));
    }
}
