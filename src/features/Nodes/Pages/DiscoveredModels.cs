using Racklight.App.Dashboard;
using Racklight.Nodes.Views;
using Racklight.State;

namespace Racklight.Nodes.Pages;

/// <summary>The machines that asked to boot and that no file names.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Body">What changes while the page is open.</param>
/// <param name="Words">The filter in the URL: the page filters without a script too.</param>
public sealed record DiscoveredPage(PageFrame Frame, DiscoveredModel Body, string Words);

/// <summary>The list of them.</summary>
/// <param name="Machines">Last seen first, at most as many as a page bears.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Words">What the filter lets through.</param>
/// <param name="Now">The time.</param>
public sealed record DiscoveredModel(IReadOnlyList<SeenMachine> Machines, int Total, string Words, DateTimeOffset Now);

/// <summary>One of them.</summary>
public sealed record DiscoveredRowModel(SeenMachine Machine, DateTimeOffset Now)
{
    /// <summary>What it is, in words.</summary>
    public MachineIdentity Identity { get; } = MachineIdentity.Of(Machine);

    /// <summary>Its name as long as it has no other.</summary>
    public string Name => MacAddress.Parse(Machine.Mac).ToHyphens();

    /// <summary>Maker and model.</summary>
    public string Model => string.Join(' ', new[] { Identity.Vendor, Machine.Product }.OfType<string>());

    /// <summary>The command that makes it a node.</summary>
    public string Command => $"racklight node adopt {Machine.Mac} --name NAME";

    /// <summary>What a filter looks through.</summary>
    public string SearchText => string.Join(' ', [Machine.Mac, Name, Machine.Address, Machine.Firmware, Machine.Serial, Machine.Uuid, Machine.Description, Model, .. Identity.Cards.Select(static card => $"{card.Mac} {card.Kind}")]).ToLowerInvariant();

    /// <summary>True for what the words let through.</summary>
    public bool Shows(string words) => words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(SearchText.Contains);
}
