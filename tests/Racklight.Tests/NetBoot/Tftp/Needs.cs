namespace Racklight.Tests.NetBoot.Tftp;

/// <summary>What a test cannot do without: skipped where it is missing, failed where it must not be.</summary>
internal static class Needs
{
    public static void Program(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Any(directory => File.Exists(Path.Combine(directory, name)));
        If(found, $"{name} is not installed");
    }

    public static void Root() => If(Environment.IsPrivilegedProcess, "network namespaces need root");

    private static void If(bool met, string reason)
    {
        if (met) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
