using System.Globalization;
using Racklight.App.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Images.Commands;

/// <summary>Images as tables.</summary>
internal static class ImageTable
{
    public static IRenderable Many(IReadOnlyList<ImageView> images)
    {
        var table = Print.Table("name", "digest", "built", "kernel", "to send", "rootfs", "packages of");
        foreach (var image in images)
            table.AddRow(Cells(image.Name, image.Digest[..12], image.Built.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), image.Kernel, Size(image.KernelSize + image.InitrdSize + image.RootfsSize), Size(image.RootfsSize), image.Base));
        return table;
    }

    public static IRenderable One(ImageView image)
    {
        var table = Print.Table("", "image");
        foreach (var (key, value) in new[]
        {
            ("name", image.Name), ("digest", image.Digest), ("base", image.Base), ("built", image.Built.ToString("u", CultureInfo.InvariantCulture)), ("commit", image.Commit ?? "none (not in git)"), ("kernel", image.Kernel),
            ("arguments", string.Join(' ', image.Arguments)), ("sizes", $"kernel {Size(image.KernelSize)}, initrd {Size(image.InitrdSize)}, rootfs {Size(image.RootfsSize)} ({Size(image.UnpackedSize)} unpacked)"),
            ("rootfs", image.RootfsDigest), ("persist", string.Join(' ', image.Persist)), ("tools", string.Join(", ", image.Tools.Select(static tool => $"{tool.Key} {tool.Value}"))),
        }) table.AddRow(Cells(key, value));
        return table;
    }

    private static Text[] Cells(params string[] values) => [.. values.Select(static value => new Text(value))];

    private static string Size(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
