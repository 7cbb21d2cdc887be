using System.Globalization;

namespace Racklight.State;

/// <summary>Sizes as people read them.</summary>
internal static class Sizes
{
    /// <summary><c>512 B</c>, <c>3.4 MiB</c>.</summary>
    public static string Show(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}
