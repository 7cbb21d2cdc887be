namespace Racklight.App.CommandLine;

/// <summary>Where observed state and artifacts lie when nothing says otherwise.</summary>
public static class StateDirectory
{
    /// <summary><c>RACKLIGHT_STATE</c>, else <c>$XDG_STATE_HOME/racklight</c>, else <c>~/.local/state/racklight</c>. The packaged service sets the first.</summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("RACKLIGHT_STATE") is { Length: > 0 } named) return Path.GetFullPath(named);
            if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } xdg) return Path.Combine(xdg, "racklight");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Path.Combine(home.Length > 0 ? home : "/var/lib", home.Length > 0 ? ".local/state/racklight" : "racklight");
        }
    }
}
