using System.Globalization;

namespace Racklight.Menus.Recipes;

/// <summary>What the names in arguments stand for: those of the entry, and what is known of the machine. Files are where the machine fetches them.</summary>
internal sealed class MachineScope(EntryNames names, Recipe recipe, PlanContext context)
{
    /// <summary>The names that only a machine gives a value, with what each is.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["answers", "address", "prefix", "netmask", "gateway", "dns", "dns1", "dns2", "dns-list", "interface", "hostname", "mac", "mac-hyphens", "console", "console-device", "console-speed"];

    /// <summary>The arguments that a template makes: none when a name in it has no value, one for each server when <c>{dns}</c> is in it.</summary>
    public IEnumerable<string> Arguments(string text) => Filled(text).SelectMany(CommandLine.Split);

    private IEnumerable<string> Filled(string text)
    {
        var template = Template.Parse(text);
        if (!template.Names.Contains("dns")) return template.Fill(Of) is { } one ? [one] : [];
        var servers = context.Address?.Dns ?? [];
        return servers.Select(server => template.Fill(name => name == "dns" ? server.ToString() : Of(name))).OfType<string>();
    }

    private string? Of(string name)
    {
        if (recipe.Files.ContainsKey(name)) return names.UrlOf(name) is { } url ? context.Locate(url) : null;
        return names.Of(name) ?? Own(name);
    }

    private string? Own(string name) => name switch
    {
        "answers" => context.Answers,
        "address" => context.Address?.Address.ToString(),
        "prefix" => context.Address?.Prefix.ToString(CultureInfo.InvariantCulture),
        "netmask" => context.Address?.Netmask,
        "gateway" => context.Address?.Gateway?.ToString(),
        "dns1" => context.Address?.Dns.ElementAtOrDefault(0)?.ToString(),
        "dns2" => context.Address?.Dns.ElementAtOrDefault(1)?.ToString(),
        "dns-list" => context.Address is { Dns.Count: > 0 } address ? string.Join(' ', address.Dns) : null,
        "interface" => context.Address?.Interface,
        "hostname" => context.HostName,
        "mac" => context.Mac?.ToString(),
        "mac-hyphens" => context.Mac?.ToHyphens(),
        "console" => context.Console is { } console ? string.Create(CultureInfo.InvariantCulture, $"{console.Device},{console.Speed}") : null,
        "console-device" => context.Console?.Device,
        "console-speed" => context.Console?.Speed.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
