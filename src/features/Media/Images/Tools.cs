using System.Globalization;
using Racklight.App;

namespace Racklight.BootMedia.Images;

/// <summary>Runs the tools that make file systems so that the same files always give the same bytes: times, zone and configuration are fixed.</summary>
internal static class Tools
{
    /// <summary>2020-01-01: FAT knows nothing before 1980, and what is made on another day must not differ.</summary>
    public static DateTimeOffset Epoch { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Where distributions keep tools that ordinary users do not have on their path, but may run.
    private static readonly string[] Places = ["/usr/sbin", "/sbin"];

    /// <summary>Runs one to its end.</summary>
    /// <exception cref="ProblemException">It is not installed, or failed.</exception>
    public static Task RunAsync(string directory, string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
        => ProcessRunner.RequireAsync(
            new ProcessSpec(Place(program), arguments)
            {
                Directory = directory,
                Input = input,
                Limit = Limit,
                Environment = new Dictionary<string, string?>
                {
                    ["SOURCE_DATE_EPOCH"] = Epoch.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                    ["TZ"] = "UTC",
                    ["LC_ALL"] = "C.UTF-8",
                    ["MTOOLSRC"] = "/dev/null",
                    ["MTOOLS_SKIP_CHECK"] = "1",
                },
            },
            cancellationToken);

    /// <summary>Writes a file with the fixed time.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(path, bytes, cancellationToken);
        File.SetLastWriteTimeUtc(path, Epoch.UtcDateTime);
    }

    /// <summary>A file of a package, or the problem that it is not there.</summary>
    public static async Task<byte[]> PackageFileAsync(string path, string package, CancellationToken cancellationToken)
        => File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : throw new ProblemException($"{path} is missing", $"apt-get install {package}", ExitCodes.Outside);

    private static string Place(string program)
        => Places.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists) ?? program;
}
