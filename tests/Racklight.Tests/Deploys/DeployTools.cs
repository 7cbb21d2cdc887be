using System.Runtime.CompilerServices;
using Racklight.App;

namespace Racklight.Tests.Deploys;

/// <summary>What these tests need of the machine, and the ways to run it.</summary>
internal static class DeployTools
{
    /// <summary>Where the program under test lies; <c>racklight</c> is found there when the directory is on PATH.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "racklight");

    /// <summary>The repository of Racklight itself.</summary>
    public static string Source { get; } = SourceOf();

    private static string SourceOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    /// <summary>A directory of the data that others published, or a skip.</summary>
    public static string Data(string name)
    {
        var root = Environment.GetEnvironmentVariable("RACKLIGHT_DATA") is { Length: > 0 } set ? set : Path.Combine(Source, "../shared/data");
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (!Path.Exists(path)) Assert.Skip($"there is no {path}: RACKLIGHT_DATA names the directory");
        return path;
    }

    /// <summary>Skips, or fails in continuous integration, when a program is missing.</summary>
    public static string Need(string program, string how)
    {
        var path = program.Contains('/') ? program : (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':').Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists) ?? program;
        if (File.Exists(path)) return path;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"{program} is missing ({how})");
        Assert.Skip($"{program} is missing ({how})");
        return path;
    }

    /// <summary>Runs a program to its end, however it ends.</summary>
    public static Task<ProcessResult> RunAsync(string directory, IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments)
        => ProcessRunner.RunAsync(new ProcessSpec(program, arguments) { Directory = directory, Environment = environment ?? new Dictionary<string, string?>(), Limit = TimeSpan.FromMinutes(9) }, TestContext.Current.CancellationToken);

    /// <summary>Runs git as somebody.</summary>
    public static async Task<string> GitAsync(string directory, params string[] arguments)
    {
        var result = await RunAsync(directory, null, "git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", .. arguments]);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
