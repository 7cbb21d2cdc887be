using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Labs;

/// <summary>A running lab as its owner writes it to <c>/run/racklight/labs/NAME/lab.json</c>, for commands in other terminals.</summary>
public sealed record LabState
{
    /// <summary>The lab's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its network namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The process that it lives and dies with.</summary>
    public required ProcessMark Owner { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The subnet of its wire.</summary>
    public required string Subnet { get; init; }

    /// <summary>The address on its bridge.</summary>
    public required string Gateway { get; init; }

    /// <summary>Whether guests run on KVM or TCG, and why.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>The Unix socket on which its owner takes orders.</summary>
    public required string Control { get; init; }

    /// <summary>The machines.</summary>
    public required IReadOnlyList<LabMachine> Machines { get; init; }
}

/// <summary>A machine of a running lab.</summary>
public sealed record LabMachine
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its card's address.</summary>
    public required MacAddress Mac { get; init; }

    /// <summary>Its firmware.</summary>
    public required Firmware Firmware { get; init; }

    /// <summary>Its RAM.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>Whether it has power.</summary>
    public required PowerState State { get; init; }

    /// <summary>QEMU's process while it has.</summary>
    public int? Pid { get; init; }

    /// <summary>Since when it has.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The file with its console.</summary>
    public required string ConsoleLog { get; init; }

    /// <summary>The socket of its console.</summary>
    public required string ConsoleSocket { get; init; }
}

/// <summary>What another terminal asks of a lab's owner: one JSON line.</summary>
/// <param name="Verb"><c>power</c> or <c>screenshot</c>.</param>
/// <param name="Machine">Which machine.</param>
/// <param name="Argument"><c>on</c>, <c>off</c>, <c>reset</c>, <c>cycle</c>; or the file to write, absolute.</param>
internal sealed record LabOrder(string Verb, string Machine, string Argument);

/// <summary>The owner's answer: one JSON line.</summary>
/// <param name="Error">What went wrong; null when done.</param>
/// <param name="Hint">What to try.</param>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed record LabAnswer(string? Error, string? Hint, int ExitCode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnum<Firmware>), typeof(CamelCaseEnum<PowerState>)])]
[JsonSerializable(typeof(LabState))]
[JsonSerializable(typeof(IReadOnlyList<LabState>))]
internal sealed partial class LabJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LabOrder))]
[JsonSerializable(typeof(LabAnswer))]
internal sealed partial class LabWireJson : JsonSerializerContext;

/// <summary>Writes an enumeration as the command line spells it.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
