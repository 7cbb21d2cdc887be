using System.Text.Json;
using Racklight.Nodes.Machines;

namespace Racklight.Nodes.Views;

/// <summary>What a live machine told of itself, read for the page; anything odd in it is left out.</summary>
public sealed record MachineReport
{
    /// <summary>KiB in use and in all.</summary>
    public (long Used, long Total)? Memory { get; private init; }

    /// <summary>The kernel's release.</summary>
    public string? Kernel { get; private init; }

    /// <summary>The kernel's command line.</summary>
    public string? CommandLine { get; private init; }

    /// <summary>The sha256 of the root file that it runs.</summary>
    public string? RootDigest { get; private init; }

    /// <summary>What persists: path and state.</summary>
    public IReadOnlyList<(string Path, string State)> Persisted { get; private init; } = [];

    /// <summary>Units that failed.</summary>
    public IReadOnlyList<string> Failed { get; private init; } = [];

    /// <summary>Reads it; null when there is none.</summary>
    public static MachineReport? Read(string? json)
    {
        if (json is null) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var memory = root.TryGetProperty("memory", out var m) && m.Number("used") is { } used && m.Number("total") is > 0 and var total ? (used, total) : ((long, long)?)null;
            return new MachineReport
            {
                Memory = memory,
                Kernel = root.Text("kernel"),
                CommandLine = root.Text("cmdline"),
                RootDigest = root.Text("digest"),
                Persisted = [.. root.Items("persisted").Take(200).Select(item => (item.Text("path") ?? "?", item.Text("state") ?? ""))],
                Failed = [.. root.Items("failed").Take(50).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
