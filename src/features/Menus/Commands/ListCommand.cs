using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Menus.Entries;
using Racklight.Yaml;
using Spectre.Console;

namespace Racklight.Menus.Commands;

/// <summary><c>racklight menu list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var query = new Argument<string[]>("QUERY") { Description = "Words that name, title, system or version must hold", Arity = ArgumentArity.ZeroOrMore };
        var section = new Option<string?>("--section") { Description = "Only this section of the menu", HelpName = "SECTION" };
        var arch = MenuCommands.Arch();
        var firmware = MenuCommands.FirmwareOption();
        var hidden = new Option<bool>("--all") { Description = "Hidden entries too" };
        var site = MenuCommands.Site();
        var output = CommonOptions.Output();
        var command = new Command("list", "List what machines can boot") { query, section, arch, firmware, hidden, site, output }
            .WithExamples("racklight menu list", "racklight menu list debian", "racklight menu list --section tools --arch x64 --firmware bios", "racklight menu list --arch arm64 -o json | jq -r '.[].id'");
        command.SetAction(async (parsed, token) =>
        {
            var catalog = await MenuCommands.LoadAsync(parsed.GetValue(site), token);
            var entries = parsed.GetValue(query) is { Length: > 0 } words ? catalog.Find(string.Join(' ', words)) : catalog.Entries.Where(entry => !entry.Hidden || parsed.GetValue(hidden));
            if (parsed.GetValue(section) is { } wanted)
            {
                Known(catalog, wanted);
                entries = entries.Where(entry => entry.Section == wanted);
            }
            if (parsed.GetValue(arch) is { } architecture) entries = entries.Where(entry => Fits(entry, architecture, parsed.GetValue(firmware)));
            else if (parsed.GetValue(firmware) is { } kind) entries = entries.Where(entry => entry.Recipe.Boots.On(kind) is not null && (entry.Firmware?.Contains(kind) ?? true));
            IReadOnlyList<EntryView> found = [.. entries.Select(EntryView.Of)];
            Print.Result(parsed.GetValue(output), found, MenusJson.Default.IReadOnlyListEntryView, Table);
            return found.Count > 0 ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static bool Fits(CatalogEntry entry, Architecture architecture, Firmware? firmware)
        => firmware is { } kind ? entry.Refusal(architecture, kind) is null : entry.Refusal(architecture, Firmware.Bios) is null || entry.Refusal(architecture, Firmware.Uefi) is null;

    private static void Known(Catalog catalog, string section)
    {
        var known = catalog.Sections.Select(static one => one.Id).ToList();
        if (known.Contains(section)) return;
        var near = NearestWord.Of(section, known);
        throw new ProblemException($"the menu has no section `{section}`{(near is null ? "" : $", did you mean `{near}`?")}", "one of " + string.Join(", ", known));
    }

    private static Table Table(IReadOnlyList<EntryView> entries)
    {
        var table = Print.Table("entry", "title", "section", "recipe", "on", "firmware", "ram");
        foreach (var entry in entries)
        {
            table.AddRow(new Text(entry.Id), new Text(entry.Title + (entry.Hidden ? " (hidden)" : "")), new Text(entry.Section), new Text(entry.Recipe), new Text(string.Join(' ', entry.Architectures)), new Text(string.Join(' ', entry.Firmware)), new Text(EntryView.Memory(entry.Ram)));
        }
        return table;
    }
}
