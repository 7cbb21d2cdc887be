using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Menus.Entries;
using Racklight.Menus.Recipes;
using Spectre.Console;

namespace Racklight.Menus.Commands;

/// <summary><c>racklight menu show ENTRY</c>: an entry, and what a machine would fetch and start.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("ENTRY") { Description = "Its name: see racklight menu list" };
        var arch = MenuCommands.Arch();
        var firmware = MenuCommands.FirmwareOption();
        var site = MenuCommands.Site();
        var output = CommonOptions.Output();
        var command = new Command("show", "Show an entry, and the boot that it plans for a machine") { name, arch, firmware, site, output }
            .WithExamples("racklight menu show debian-13", "racklight menu show debian-13 --arch arm64", "racklight menu show openbsd-7.9 --firmware bios -o json");
        command.SetAction(async (parsed, token) =>
        {
            var entry = (await MenuCommands.LoadAsync(parsed.GetValue(site), token)).Get(parsed.GetValue(name)!);
            var architecture = parsed.GetValue(arch) ?? entry.Architectures[0];
            var kind = parsed.GetValue(firmware) ?? (entry.Refusal(architecture, Firmware.Uefi) is null ? Firmware.Uefi : Firmware.Bios);
            var plan = entry.Plan(new PlanContext(architecture, kind));
            var booted = Suitability.BootedAs(entry, architecture, kind)!.Value;
            var detail = new EntryDetail(EntryView.Of(entry), ArchitectureWords.Of(architecture), Suitability.Word(kind).ToLowerInvariant(), plan, entry.Recipe.FilesOf(entry, booted), entry.Recipe.Offline, entry.Recipe.Answers?.Format, entry.Recipe.Source);
            Print.Result(parsed.GetValue(output), detail, MenusJson.Default.EntryDetail, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Rows Table(EntryDetail detail)
    {
        var (entry, plan) = (detail.Entry, detail.Plan);
        var facts = new Grid().AddColumn().AddColumn();
        void Fact(string label, string? value)
        {
            if (!string.IsNullOrEmpty(value)) facts.AddRow(new Text(label, new Style(Color.Grey)), new Text(value));
        }

        Fact("entry", entry.Id);
        Fact("title", entry.Title);
        Fact("from", entry.Source);
        Fact("recipe", $"{entry.Recipe} ({detail.Source})");
        Fact("on", $"{string.Join(' ', entry.Architectures)}; {string.Join(' ', entry.Firmware)}");
        Fact("ram", plan.Ram == 0 ? null : $"{EntryView.Memory(plan.Ram)}, because {plan.RamReason}");
        Fact("answers", detail.Answers ?? "takes no answer file");
        Fact("offline", detail.Offline);
        Fact($"{detail.Architecture} {detail.Firmware}", Words(plan.Kind));
        Fact("  starts", plan.Kernel ?? plan.Image);
        foreach (var initrd in plan.Initrds) Fact("  with", initrd.Url + (initrd.Path is { } path ? $" as {path}" : ""));
        Fact("  arguments", string.Join(' ', plan.Arguments));
        foreach (var warning in plan.Warnings) Fact("  warning", warning);
        foreach (var file in detail.Files.Where(static file => !file.ByLoader)) Fact("  fetches then", file.Url);
        return new Rows(facts);
    }

    private static string Words(BootKind kind) => kind switch
    {
        BootKind.Linux => "a kernel",
        BootKind.EfiApp => "an EFI program",
        BootKind.Memdisk => "a disk image in RAM",
        BootKind.Wimboot => "Windows PE",
        BootKind.Sanboot => "a disk over HTTP",
        BootKind.Chain => "another iPXE script",
        BootKind.Image => "an image of the site",
        _ => "its own disk",
    };
}

/// <summary>What <c>menu show -o json</c> prints.</summary>
internal sealed record EntryDetail(EntryView Entry, string Architecture, string Firmware, BootPlan Plan, IReadOnlyList<NeededFile> Files, string Offline, string? Answers, string Source);
