namespace Racklight.Deploys.Planning;

/// <summary>When the hosts' own system has to be upgraded on the way: on a release that takes both the old one and the new one.</summary>
internal static class HostSystems
{
    /// <summary>All names that are known, oldest first within a distribution.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["almalinux-10", "centos-7", "centos-8", "centos-stream-8", "centos-stream-9", "centos-stream-10", "debian-10", "debian-11", "debian-12", "debian-13", "rhel-7", "rhel-8", "rocky-8", "rocky-9", "rocky-10", "ubuntu-18.04", "ubuntu-20.04", "ubuntu-22.04", "ubuntu-24.04", "ubuntu-26.04"];

    /// <summary>What the hosts must run before a hop.</summary>
    /// <param name="host">What they run.</param>
    /// <param name="from">Systems that the release before takes.</param>
    /// <param name="to">Systems that the release behind the hop takes.</param>
    /// <returns>The same system when it stays; another of its family that both take; null when there is none.</returns>
    public static string? Before(string host, IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        if (to.Count == 0 || to.Contains(host)) return host;
        return Later(host).FirstOrDefault(next => to.Contains(next) && (from.Count == 0 || from.Contains(next)));
    }

    /// <summary>The later systems of the same family.</summary>
    public static IEnumerable<string> Later(string host) => All.SkipWhile(one => one != host).Skip(1).Where(one => Family(one) == Family(host));

    private static string Family(string host) => host.Split('-')[0];
}
