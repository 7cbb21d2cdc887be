namespace Racklight.Deploys.Running.Redaction;

/// <summary>A value that must not appear in logs and artifacts.</summary>
/// <param name="Name">What it is called where it is kept; shown in its place.</param>
/// <param name="Value">The value itself.</param>
internal sealed record KnownSecret(string Name, string Value)
{
    /// <summary>Shorter values are left alone: hiding every <c>yes</c> or <c>admin</c> would hide the log.</summary>
    public const int ShortestHidden = 6;

    /// <summary>The name only: a record's own text would tell the value.</summary>
    public override string ToString() => Name;
}
