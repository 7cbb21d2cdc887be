using System.Diagnostics;

namespace Racklight.Tests.Deploys.Running;

/// <summary>Looks for secrets, in any of their spellings, where none may be.</summary>
internal static class LeakSearch
{
    /// <summary>In the arguments of every process of the machine.</summary>
    public static void InCommandLines(IReadOnlyList<byte[]> forbidden)
    {
        foreach (var process in Process.GetProcesses())
        {
            byte[] bytes;
            try
            {
                bytes = File.ReadAllBytes($"/proc/{process.Id}/cmdline");
            }
            catch (IOException)
            {
                continue;
            }
            In(bytes, forbidden, $"the arguments of process {process.Id}");
        }
    }

    /// <summary>In every file below a directory.</summary>
    public static void Below(string directory, IReadOnlyList<byte[]> forbidden)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            byte[] bytes;
            try
            {
                bytes = File.ReadAllBytes(file);
            }
            catch (IOException)
            {
                continue;
            }
            In(bytes, forbidden, file);
        }
    }

    /// <summary>In some bytes.</summary>
    public static void In(ReadOnlySpan<byte> bytes, IReadOnlyList<byte[]> forbidden, string where)
    {
        foreach (var form in forbidden) (bytes.IndexOf(form) >= 0).ShouldBeFalse($"{where} holds a secret as {form.Length} bytes");
    }
}
