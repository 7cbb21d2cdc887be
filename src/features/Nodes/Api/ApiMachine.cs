using Racklight.Nodes.Views;
using Racklight.State;

namespace Racklight.Nodes.Api;

/// <summary>A machine that asked to boot and that no file of the site names (docs/api.md).</summary>
internal sealed record ApiMachine
{
    public required string Mac { get; init; }
    public string? Uuid { get; init; }
    public string? Serial { get; init; }
    public string? Vendor { get; init; }
    public string? Product { get; init; }
    public string? Firmware { get; init; }
    public string? Address { get; init; }
    public required IReadOnlyList<ApiCard> Cards { get; init; }
    public string? Client { get; init; }
    public required DateTimeOffset First { get; init; }
    public required DateTimeOffset Last { get; init; }
    public required long Count { get; init; }

    public static ApiMachine From(SeenMachine machine)
    {
        var words = MachineIdentity.Of(machine);
        return new()
        {
            Mac = machine.Mac,
            Uuid = machine.Uuid,
            Serial = machine.Serial,
            Vendor = words.Vendor,
            Product = machine.Product,
            Firmware = machine.Firmware,
            Address = machine.Address,
            Cards = [.. words.Cards.Select(static card => new ApiCard(card.Mac, card.Kind, card.Pci))],
            Client = machine.Description,
            First = machine.First,
            Last = machine.Last,
            Count = machine.Count,
        };
    }
}

/// <summary>A network card.</summary>
internal sealed record ApiCard(string Mac, string? Kind, string? Pci);
