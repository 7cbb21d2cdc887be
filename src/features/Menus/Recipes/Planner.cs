using System.Globalization;
using Racklight.Menus.Entries;

namespace Racklight.Menus.Recipes;

/// <summary>Fills a recipe in for an entry and a machine. Pure: the same question has the same answer.</summary>
internal static class Planner
{
    public static BootPlan Plan(Recipe recipe, CatalogEntry entry, PlanContext context)
    {
        if (Suitability.Refusal(recipe, entry, context.Architecture, context.Firmware) is { } refusal)
        {
            throw new ProblemException($"{entry.Title} {refusal}", $"racklight menu list --arch {ArchitectureWords.Of(context.Architecture)} --firmware {Suitability.Word(context.Firmware).ToLowerInvariant()}");
        }
        var start = recipe.Boots.On(context.Firmware)!;
        var kind = start.BootKind;
        IReadOnlyList<string> warnings = [.. recipe.Warnings, .. Unheeded(recipe, context)];
        if (kind is BootKind.Local or BootKind.Image) return new BootPlan { Kind = kind, Image = entry.Image, Warnings = warnings };

        var names = new EntryNames(recipe, entry, Suitability.BootedAs(entry, context.Architecture, context.Firmware)!.Value);
        var scope = new MachineScope(names, recipe, context);
        var arguments = new List<string>();
        void Add(IEnumerable<string> templates) => arguments.AddRange(templates.SelectMany(scope.Arguments));

        Add(start.Arguments ?? recipe.Arguments);
        Add(context.Address is not null && recipe.Address is { } given ? given : recipe.Dhcp);
        if (context.Answers is not null)
        {
            Add(recipe.Answers?.Arguments ?? []);
            if (context.Address is null) Add(recipe.Answers?.Dhcp ?? []);
        }
        if (context.Console is not null) Add(recipe.Console);
        Add(entry.Arguments);
        if (kind is not (BootKind.Sanboot or BootKind.Chain)) arguments.AddRange(context.Arguments);

        return new BootPlan
        {
            Kind = kind,
            Kernel = context.Locate(Required(names, recipe, entry, start.File)),
            Initrds = Named(Initrds(start.Initrds ?? recipe.Initrds, names, recipe, entry, context.Locate)),
            Arguments = arguments,
            Ram = entry.Ram ?? recipe.Ram.Mib,
            RamReason = recipe.Ram.Why,
            Warnings = warnings,
        };
    }

    public static bool PutsFilesIntoInitramfs(Recipe recipe, CatalogEntry entry, Architecture architecture, Firmware firmware)
    {
        if (Suitability.BootedAs(entry, architecture, firmware) is not { } booted || recipe.Boots.On(firmware) is not { } start) return false;
        var names = new EntryNames(recipe, entry, booted);
        return (start.Initrds ?? recipe.Initrds).Any(initrd => initrd.Path is not null && (!recipe.Files[initrd.File].Optional || names.UrlOf(initrd.File) is not null));
    }

    public static IReadOnlyList<NeededFile> Files(Recipe recipe, CatalogEntry entry, Architecture architecture)
    {
        if (!entry.Architectures.Contains(architecture)) throw new ProblemException($"{entry.Title} does not exist for {ArchitectureWords.Of(architecture)}", "one of " + string.Join(", ", entry.Architectures.Select(ArchitectureWords.Of)));
        var names = new EntryNames(recipe, entry, architecture);
        var byLoader = new[] { recipe.Boots.Bios, recipe.Boots.Uefi }.OfType<RecipeStart>()
            .SelectMany(start => (start.Initrds ?? recipe.Initrds).Select(static initrd => initrd.File).Append(start.File)).ToHashSet(StringComparer.Ordinal);
        var files = new List<NeededFile>();
        foreach (var (role, file) in recipe.Files)
        {
            var url = file.Optional ? names.UrlOf(role) : Required(names, recipe, entry, role);
            if (url is null) continue;
            var own = names.FileOf(role);
            files.Add(new NeededFile(role, url, byLoader.Contains(role))
            {
                // What the recipe knows of its own URL says nothing about another one that an entry put in its place.
                Holds = [.. (own?.Holds ?? file.Holds).Select(path => Filled(path, names)).OfType<string>()],
                Size = own?.Size,
                Sha256 = own?.Sha256,
                Sums = Filled(own is null ? file.Sums : own.Sums, names),
                Signature = Filled(own is null ? file.Signature : own.Signature, names),
            });
        }
        return files;
    }

    private static IEnumerable<PlannedInitrd> Initrds(IReadOnlyList<RecipeInitrd> initrds, EntryNames names, Recipe recipe, CatalogEntry entry, Func<string, string> locate)
    {
        foreach (var initrd in initrds)
        {
            var url = recipe.Files[initrd.File].Optional ? names.UrlOf(initrd.File) : Required(names, recipe, entry, initrd.File);
            if (url is not null) yield return new PlannedInitrd(initrd.Name ?? NameOf(url), locate(url), initrd.Path) { IsExecutable = initrd.Executable };
        }
    }

    /// <summary>Distinct names: iPXE knows images by them, and would give a kernel the first of two alike twice.</summary>
    private static List<PlannedInitrd> Named(IEnumerable<PlannedInitrd> initrds)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<PlannedInitrd>();
        foreach (var initrd in initrds)
        {
            var name = initrd.Name;
            for (var i = 2; !taken.Add(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{i}-{initrd.Name}");
            named.Add(initrd with { Name = name });
        }
        return named;
    }

    /// <summary>The last part of a URL as a word that may stand on a kernel's command line.</summary>
    private static string NameOf(string url)
    {
        var last = url[(url.LastIndexOf('/') + 1)..];
        var word = new string([.. last.TakeWhile(static c => c is not ('?' or '#')).Where(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')]).TrimStart('.', '-');
        return word.Length is > 0 and <= 64 ? word : "initrd.img";
    }

    private static string Required(EntryNames names, Recipe recipe, CatalogEntry entry, string role)
    {
        if (names.UrlOf(role) is { } url) return url;
        var missing = Missing(names, recipe, entry, role);
        throw new ProblemException($"{entry.Id} has no {missing.What}", missing.Hint);
    }

    private static (string What, string Hint) Missing(EntryNames names, Recipe recipe, CatalogEntry entry, string role)
    {
        if ((names.FileOf(role)?.Url ?? recipe.Files.GetValueOrDefault(role)?.Url) is not { } text) return ($"file `{role}` ({recipe.Files.GetValueOrDefault(role)?.About ?? "unknown"})", $"menu/{entry.Id}.yaml: files: {{ {role}: {{ url: http://… }} }}");
        var value = Template.Parse(text).Needed.First(name => names.Of(name) is null);
        return ($"value `{value}`, which its file `{role}` needs", $"menu/{entry.Id}.yaml: values: {{ {value}: … }}");
    }

    private static string? Filled(string? template, EntryNames names) => template is null ? null : Template.Parse(template).Fill(names.Of);

    /// <summary>What was asked for and cannot be had: said, never dropped in silence.</summary>
    private static IEnumerable<string> Unheeded(Recipe recipe, PlanContext context)
    {
        if (context.Answers is not null && recipe.Answers is null) yield return $"{recipe.Title} takes no answer file: it is not passed";
        if (context.Address is not null && recipe.Address is null) yield return $"{recipe.Title} cannot be told an address: it asks DHCP";
        if (context.Console is not null && recipe.Console.Count == 0) yield return $"{recipe.Title} cannot be told a serial console: it uses the screen";
        if (context.Arguments.Count > 0 && recipe.Boots.On(context.Firmware)!.BootKind is (BootKind.Sanboot or BootKind.Chain or BootKind.Local or BootKind.Image)) yield return $"{recipe.Title} takes no arguments: they are not passed";
    }
}
