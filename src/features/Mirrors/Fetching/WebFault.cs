namespace Racklight.Mirrors.Fetching;

/// <summary>Why a server's answer will not do.</summary>
internal sealed class WebFault(string message, string? hint = null, bool again = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to try.</summary>
    public string? Hint { get; } = hint;

    /// <summary>True when asking again may help.</summary>
    public bool Again { get; } = again;

    /// <summary>How long the server wants to be left alone; null: it did not say.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>True when the server has no such file.</summary>
    public bool Gone { get; init; }

    /// <summary>True when what is there of the file must not be resumed.</summary>
    public bool Poisoned { get; init; }
}
