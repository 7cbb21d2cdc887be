using System.Globalization;

namespace Racklight.Mirrors;

/// <summary>Room on disk.</summary>
internal static class Space
{
    /// <summary>Bytes that this program may still write below a directory; null when that cannot be known.</summary>
    public static long? Free(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary><c>512 B</c>, <c>3.4 MB</c>: decimal units, as download sizes are told everywhere.</summary>
    public static string Show(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double value = bytes;
        var unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}
