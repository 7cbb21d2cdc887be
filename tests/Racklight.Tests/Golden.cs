using System.Runtime.CompilerServices;

namespace Racklight.Tests;

/// <summary>
/// Compares text with a file in the folder Golden beside the test. <c>RACKLIGHT_ACCEPT=1</c> writes the file instead, so that a
/// wanted change is one run and a readable diff.
/// </summary>
internal static class Golden
{
    public static void Match(string name, string text, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("RACKLIGHT_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        File.Exists(path).ShouldBeTrue($"{path} does not exist; RACKLIGHT_ACCEPT=1 writes it");
        text.ShouldBe(File.ReadAllText(path), $"{name} differs; if that is wanted, RACKLIGHT_ACCEPT=1 writes it");
    }
}
