namespace Racklight.App.Security;

/// <summary>Who makes a request on the administrative listener.</summary>
/// <param name="User">The user's name; null where no login is asked.</param>
/// <param name="CsrfToken">What forms of this browser carry.</param>
public sealed record LoginFeature(string? User, string CsrfToken);
