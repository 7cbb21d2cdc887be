namespace Racklight.App.Hosting;

/// <summary>Whether the site signs what it hands out.</summary>
public interface ISiteTrust
{
    /// <summary>True when every file that machines are served has a detached signature at its own URL with <c>.sig</c> behind the path.</summary>
    bool Signs { get; }
}
