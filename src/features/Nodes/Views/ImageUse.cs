using Racklight.Images;
using Racklight.Nodes.Boots;

namespace Racklight.Nodes.Views;

/// <summary>Tells the room of images who runs what.</summary>
internal sealed class ImageUse(BootLedger ledger) : IImageUse
{
    /// <inheritdoc/>
    public async Task<ILookup<string, string>> NodesByImageAsync(CancellationToken cancellationToken)
        => (await ledger.LatestAsync(cancellationToken)).Where(pair => pair.Boot.Image is not null && pair.Boot.State != State.BootState.Failed).ToLookup(pair => pair.Boot.Image!, pair => pair.Boot.Node, StringComparer.Ordinal);
}
