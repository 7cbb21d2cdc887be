namespace Racklight.Acceptance.Boots;

/// <summary>What whole boots need of the host: missing here is a skip, missing in continuous integration a failure.</summary>
internal static class Needs
{
    public static void Host(params string[] files)
    {
        Require(Environment.IsPrivilegedProcess, "needs root");
        foreach (var file in (string[])["/dev/net/tun", "/usr/bin/qemu-system-x86_64", .. files]) Require(File.Exists(file), $"{file} is missing; run ./test, which installs what is");
    }

    public static void Require(bool there, string reason)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
