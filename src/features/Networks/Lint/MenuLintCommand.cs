using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;

namespace Racklight.Networks.Lint;

/// <summary><c>racklight menu lint</c>: what in iPXE scripts will not work, ours or anybody's.</summary>
public static class MenuLintCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Scripts, or directories: all of theirs, those they have inside too", Arity = ArgumentArity.OneOrMore };
        var client = new Option<string>("--for") { Description = "The iPXE that runs them: bookworm (if not given), trixie, sid, netboot.xyz, or a version as iPXE tells it", HelpName = "version", DefaultValueFactory = _ => "bookworm" };
        var firmware = new Option<string>("--firmware") { Description = "bios, efi, or both (if not given): only commands that both builds have", HelpName = "bios|efi|both", DefaultValueFactory = _ => "both" };
        var level = new Option<string>("--level") { Description = "The least findings to print: info (if not given), warning or error", HelpName = "info|warning|error", DefaultValueFactory = _ => "info" };
        var output = CommonOptions.Output();
        var command = new Command("lint", "Check iPXE scripts for what will not work on the machine: jumps to nowhere, commands that its iPXE lacks, initrds that nobody finds") { paths, client, firmware, level, output }
            .WithExamples("racklight menu lint menu.ipxe", "racklight menu lint /srv/netboot.xyz --for netboot.xyz --level error", "racklight menu lint menus -o json");
        command.SetAction(async (parsed, token) =>
        {
            var capabilities = Client(parsed.GetValue(client)!, parsed.GetValue(firmware)!);
            var least = Level(parsed.GetValue(level)!);
            var files = await ScriptFiles.ReadAsync(parsed.GetValue(paths)!, token);
            var all = LintLine.Check(files, capabilities);
            IReadOnlyList<LintLine> shown = [.. all.Where(line => line.Level >= least)];
            Print.Result(parsed.GetValue(output), shown, LintJson.Default.IReadOnlyListLintLine, LintLine.Table);
            await Console.Error.WriteLineAsync(LintLine.Summary(files.Count, all, capabilities));
            return all.Any(static line => line.Level == IpxeSeverity.Error) ? ExitCodes.NotSo : ExitCodes.Done;
        });
        return command;
    }

    private static IpxeCapabilities Client(string name, string firmware)
    {
        var platform = firmware switch
        {
            "bios" => IpxePlatform.Bios,
            "efi" => IpxePlatform.Efi,
            "both" => IpxePlatform.Unknown,
            _ => throw new ProblemException($"--firmware {firmware} is none that iPXE is built for", "bios, efi or both"),
        };
        return IpxeProfile.Find(name, platform)
            ?? throw new ProblemException($"--for {name} is no version of iPXE", $"{string.Join(", ", IpxeProfile.Names)}, or a version as iPXE tells it: 1.21.1+git20250501");
    }

    private static IpxeSeverity Level(string text) => text switch
    {
        "info" => IpxeSeverity.Info,
        "warning" => IpxeSeverity.Warning,
        "error" => IpxeSeverity.Error,
        _ => throw new ProblemException($"--level {text} is no level", "info, warning or error"),
    };
}
