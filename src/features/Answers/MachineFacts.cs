using Racklight.Sites;

namespace Racklight.Answers;

/// <summary>What a boot session tells of its machine, over what the site knows.</summary>
/// <param name="Server">The server as the machine reaches it: <c>http://10.20.0.1:8080</c>.</param>
/// <param name="Session">The boot session's id.</param>
public sealed record MachineFacts(string Server, string Session)
{
    /// <summary>What a preview shows where nobody boots: names that resolve nowhere (RFC 6761 §6.4).</summary>
    public static MachineFacts Preview { get; } = new("http://server.invalid", new string('0', 32));

    /// <summary>The card that it boots from.</summary>
    public string? Mac { get; init; }

    /// <summary>The address that it has now.</summary>
    public string? Address { get; init; }

    /// <summary>The site whose keys may log in; null: the one that the answers are made of. For a ref that somebody tries it is the served one.</summary>
    public Site? Trusts { get; init; }

    /// <summary>The lines of authorized_keys that the server trusts besides the site's.</summary>
    public IReadOnlyList<string> ExtraKeys { get; init; } = [];
}
