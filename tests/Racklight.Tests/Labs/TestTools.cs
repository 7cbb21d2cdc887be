namespace Racklight.Tests.Labs;

/// <summary>What tests of labs need of the host: missing here is a skip, missing in continuous integration a failure.</summary>
internal static class TestTools
{
    public static void RequireFile(string path, string package) => Require(File.Exists(path), $"{path} is missing (apt-get install {package})");

    public static void RequireRootAndTun()
    {
        Require(Environment.IsPrivilegedProcess, "needs root");
        RequireFile("/dev/net/tun", "no package: modprobe tun");
        RequireFile("/usr/sbin/ip", "iproute2");
    }

    public static void Require(bool there, string reason)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
