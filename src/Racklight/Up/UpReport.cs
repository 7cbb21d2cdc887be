using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Up;

/// <summary>What <c>up --until live -o json</c> prints.</summary>
internal sealed record UpReport
{
    /// <summary><c>live</c>, <c>failed</c> or <c>timeout</c>.</summary>
    public required string State { get; init; }

    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>SHA-256 of the root file that the machine mounted, measured by the machine.</summary>
    public string? Digest { get; init; }

    /// <summary>The image's digest (of its manifest).</summary>
    public string? Image { get; init; }

    /// <summary>The machine's address.</summary>
    public string? Address { get; init; }

    /// <summary>The kernel's command line, as the machine read it.</summary>
    public string? Cmdline { get; init; }

    /// <summary>The paths that lie on the data disk.</summary>
    public IReadOnlyList<string> Persisted { get; init; } = [];

    /// <summary>What went wrong, when it is not live.</summary>
    public string? Problem { get; init; }

    /// <summary>Seconds from power-on to live.</summary>
    public double? Seconds { get; init; }

    /// <summary>One event for each step that was passed, in order.</summary>
    public IReadOnlyList<UpEvent> Events { get; init; } = [];

    /// <summary>Every event of the boot.</summary>
    public IReadOnlyList<UpEvent> Timeline { get; init; } = [];

    /// <summary>What the live machine told of itself.</summary>
    public JsonElement? Report { get; init; }
}

/// <summary>One event in <see cref="UpReport"/>.</summary>
/// <param name="Step">dhcp, loader, script, kernel, initramfs, rootfs or live.</param>
/// <param name="At">When.</param>
/// <param name="Seconds">Since power-on.</param>
/// <param name="Level">info, warning or error.</param>
/// <param name="Message">One line.</param>
internal sealed record UpEvent(string Step, DateTimeOffset At, double Seconds, string Level, string Message);

/// <summary>Source-generated JSON of the roof.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UpReport))]
internal sealed partial class UpJson : JsonSerializerContext;
