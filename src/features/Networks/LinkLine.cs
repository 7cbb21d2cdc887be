using Racklight.App.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Networks;

/// <summary>A link of this machine, as <c>network check</c> prints it.</summary>
internal sealed record LinkLine(string Interface, string State, IReadOnlyList<string> Addresses)
{
    public static IRenderable Table(IReadOnlyList<LinkLine> lines)
    {
        var table = Print.Table("interface", "state", "addresses");
        foreach (var line in lines) table.AddRow(new Text(line.Interface), new Text(line.State), new Text(string.Join(", ", line.Addresses)));
        return table;
    }
}
