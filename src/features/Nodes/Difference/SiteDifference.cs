using System.Text.Json.Serialization;

namespace Racklight.Nodes.Difference;

/// <summary>What a machine boots by one ref.</summary>
internal sealed record MachineBoot
{
    /// <summary>The node's name there; null for a machine that no file names.</summary>
    public string? Node { get; init; }

    /// <summary>Its MAC address.</summary>
    public string? Mac { get; init; }

    /// <summary>The word in the site: <c>kvm@stable</c>, an entry, <c>menu</c>, <c>local</c>.</summary>
    public required string Boots { get; init; }

    /// <summary>What an entry's name stands for; null when the word says it all.</summary>
    public string? Target { get; init; }

    /// <summary>Consent to take disks: <c>data=blank (RL-DATA)</c>.</summary>
    public string? Disks { get; init; }

    /// <summary>The address that it gets.</summary>
    public string? Address { get; init; }

    /// <summary>Whether its answers may carry secrets.</summary>
    public string? Secrets { get; init; }
}

/// <summary>A machine that would boot something else, or otherwise.</summary>
/// <param name="Machine">The node's name, its MAC, UUID or serial, or <c>(any other)</c>.</param>
/// <param name="Change"><c>boots</c>, <c>added</c>, <c>removed</c> or <c>settings</c>.</param>
/// <param name="What">In words.</param>
/// <param name="From">By the first ref; null when it names no such machine.</param>
/// <param name="To">By the second.</param>
internal sealed record MachineChange(string Machine, string Change, string What, MachineBoot? From, MachineBoot? To)
{
    /// <summary>Its MAC address, when a file tells it.</summary>
    public string? Mac => To?.Mac ?? From?.Mac;
}

/// <summary>A menu entry or an image's recipe that differs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Machines">How many named machines boot it by either ref.</param>
internal sealed record PartChange(string Name, string Change, int Machines);

/// <summary>What <c>menu diff</c> prints.</summary>
internal sealed record SiteDifference
{
    /// <summary>The first ref and its commit.</summary>
    public required DiffSide From { get; init; }

    /// <summary>The second.</summary>
    public required DiffSide To { get; init; }

    /// <summary>Machines that would boot something else, by name.</summary>
    public required IReadOnlyList<MachineChange> Machines { get; init; }

    /// <summary>Menu entries that differ: for machines that get the menu.</summary>
    public required IReadOnlyList<PartChange> Menu { get; init; }

    /// <summary>Images that would be built otherwise: their channels do not move before somebody builds.</summary>
    public required IReadOnlyList<PartChange> Images { get; init; }

    /// <summary>Nothing differs for any machine.</summary>
    public bool Same => Machines.Count == 0 && Menu.Count == 0 && Images.Count == 0;
}

/// <summary>One side of a comparison.</summary>
internal sealed record DiffSide(string Ref, string Commit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SiteDifference))]
internal sealed partial class DifferenceJson : JsonSerializerContext;
