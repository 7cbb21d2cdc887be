namespace Racklight.Tests.Images;

/// <summary>What a test cannot do without: skipped where it is missing, except on CI, where it fails.</summary>
internal static class Need
{
    public static void Program(string name) => That((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, name))), name + " is not installed");

    public static void Root() => That(Environment.IsPrivilegedProcess, "needs root: mounts in a namespace of its own");

    private static void That(bool there, string why)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") is "true") Assert.Fail(why);
        Assert.Skip(why);
    }
}
