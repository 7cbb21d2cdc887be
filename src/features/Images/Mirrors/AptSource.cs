namespace Racklight.Images.Mirrors;

/// <summary>One place that apt fetches packages from.</summary>
/// <param name="Uri">The archive's address.</param>
/// <param name="Suite">The suite: <c>bookworm</c>, <c>bookworm-security</c>.</param>
/// <param name="Components">Space-separated, as written.</param>
/// <param name="SignedBy">The keyring it names, or null.</param>
internal sealed record AptSource(string Uri, string Suite, string Components, string? SignedBy)
{
    /// <summary>As a line of sources.list, without the keyring: the build uses those that apt trusts anyway.</summary>
    public string Line => $"deb {Uri} {Suite} {Components}";
}
