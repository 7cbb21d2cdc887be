using System.Text.Json;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>What was chosen on a machine's menu last: kept on its timeline, so it lasts as long as that does (the node's last 20 boots).</summary>
internal static class MenuMemory
{
    private const string Key = "chosen";

    /// <summary>What goes into an event's data when its entry was chosen in the menu; nothing when the site said what to boot.</summary>
    // An entry's name consists of letters, digits, hyphens, dots and underscores (BootRequest.Read).
    public static string Note(BootRequest request) => request.Entry is { } entry ? $",\"{Key}\":\"{entry}\"" : "";

    /// <summary>The entry that was chosen last; null when none was.</summary>
    public static async Task<string?> LastAsync(IBootStore store, string node, CancellationToken cancellationToken)
    {
        if (await store.LastWithAsync(node, Key, cancellationToken) is not { Data: { } data }) return null;
        using var document = JsonDocument.Parse(data);
        return document.RootElement.TryGetProperty(Key, out var entry) && entry.ValueKind == JsonValueKind.String ? entry.GetString() : null;
    }
}
