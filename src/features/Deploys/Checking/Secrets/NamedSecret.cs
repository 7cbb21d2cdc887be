namespace Racklight.Deploys.Checking.Secrets;

/// <summary>A value that its key names a secret.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">It, without quotes.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Where it begins in its line, with its quote, from 1.</param>
/// <param name="Start">Where it begins in the text, without its quote.</param>
/// <param name="Random">It looks random.</param>
internal sealed record NamedSecret(string Key, string Value, int Line, int Column, int Start, bool Random)
{
    /// <summary>How many characters of the text it takes.</summary>
    public int Length => Value.Length;
}
