using Racklight.App.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Mirrors.Commands;

/// <summary>Mirrored files as tables.</summary>
internal static class MirrorTable
{
    public static IRenderable Run(IReadOnlyList<MirrorView> files)
        => Rows(["entry", "role", "state", "size", "digest", "proof"], files, static file => [Entry(file), file.Role, file.State, Size(file), file.Sha256?[..12] ?? "", file.State == "failed" ? "" : file.Proof]);

    public static IRenderable Report(IReadOnlyList<MirrorView> files)
        => Rows(["entry", "role", "proof", "why", "url"], files, static file => [Entry(file), file.Role, file.Proof, file.Why, file.Url]);

    public static IRenderable Verify(IReadOnlyList<MirrorView> files)
        => Rows(["entry", "role", "state", "size", "digest"], files, static file => [Entry(file), file.Role, file.State, Size(file), file.Sha256![..12]]);

    private static Table Rows(string[] headers, IReadOnlyList<MirrorView> files, Func<MirrorView, string[]> cells)
    {
        var table = Print.Table(headers);
        foreach (var file in files) table.AddRow(cells(file).Select(static cell => new Text(cell)).ToArray<IRenderable>());
        return table;
    }

    private static string Entry(MirrorView file) => string.Join(", ", file.Entries);

    private static string Size(MirrorView file) => file.Bytes is { } bytes ? Space.Show(bytes) : "";
}
