using System.CommandLine;
using Racklight.Menus.Entries;
using Racklight.Menus.Recipes;
using Racklight.Sites;

namespace Racklight.Menus.Commands;

/// <summary><c>racklight menu list|show|recipes|import</c>.</summary>
internal static class MenuCommands
{
    public static void AddTo(Command menu)
    {
        menu.Subcommands.Add(ListCommand.Create());
        menu.Subcommands.Add(ShowCommand.Create());
        menu.Subcommands.Add(RecipesCommand.Create());
        menu.Subcommands.Add(ImportCommand.Create());
    }

    /// <summary><c>--site DIR</c>.</summary>
    public static Option<string?> Site() => new("--site") { Description = "The site whose menu/ counts too (default: RACKLIGHT_SITE, else the current directory if it is a site)", HelpName = "DIR" };

    /// <summary><c>--arch A</c>.</summary>
    public static Option<Architecture?> Arch() => new("--arch")
    {
        Description = "The machine's architecture: " + string.Join(", ", ArchitectureWords.All),
        HelpName = "ARCH",
        CustomParser = static result =>
        {
            if (ArchitectureWords.TryParse(result.Tokens[0].Value, out var architecture)) return architecture;
            result.AddError($"--arch {result.Tokens[0].Value}: want {string.Join(", ", ArchitectureWords.All)}");
            return null;
        },
    };

    /// <summary><c>--firmware F</c>.</summary>
    public static Option<Firmware?> FirmwareOption() => new("--firmware")
    {
        Description = "What starts the machine: bios or uefi",
        HelpName = "bios|uefi",
        CustomParser = static result => result.Tokens[0].Value.ToLowerInvariant() switch
        {
            "bios" => Firmware.Bios,
            "uefi" => Firmware.Uefi,
            var other => Wrong(result, other),
        },
    };

    /// <summary>The catalog with what the site says worked in.</summary>
    /// <exception cref="ProblemException">The site has errors.</exception>
    public static async Task<Catalog> LoadAsync(string? site, CancellationToken cancellationToken)
    {
        var named = site ?? (Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } variable ? variable : null);
        if (named is null && !File.Exists("site.yaml")) return Catalog.Own;
        return Catalog.Load((await SiteReader.ReadAsync(named ?? ".", cancellationToken)).Require());
    }

    private static Firmware? Wrong(System.CommandLine.Parsing.ArgumentResult result, string word)
    {
        result.AddError($"--firmware {word}: want bios or uefi");
        return null;
    }
}
