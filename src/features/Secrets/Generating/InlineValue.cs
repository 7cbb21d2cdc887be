namespace Racklight.Secrets.Generating;

/// <summary>Values for a file that encrypts them one by one: a new secret must not stand in clear among encrypted ones.</summary>
internal static class InlineValue
{
    private const string Tag = "!vault ";

    /// <summary>A value as YAML that is encrypted when the file is saved; of a pair, its private half.</summary>
    public static string Tagged(string yaml)
    {
        if (yaml.Length == 0 || yaml.StartsWith('!')) return yaml;
        return yaml[0] == '\n' ? yaml.Replace("private_key: ", "private_key: " + Tag, StringComparison.Ordinal) : Tag + yaml;
    }
}
