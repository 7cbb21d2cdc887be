using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.NetBoot.Tftp;

namespace Racklight.Networks.Tftp;

/// <summary>
/// What machines find by TFTP: the bootloader set's files at the root under their own names, and beside them
/// <c>autoexec.ipxe</c>, which newer iPXE fetches by itself and which leads to the server that was asked.
/// </summary>
internal sealed class LoaderTree(LoaderChoice loaders, MachinePort port) : ITftpFiles, IDisposable
{
    private const string Autoexec = "autoexec.ipxe";
    private readonly ConcurrentDictionary<(string Name, IPAddress? Server), TftpDirectoryFiles> _trees = new();

    /// <inheritdoc/>
    public TftpOpening Open(string name, IPEndPoint client, IPAddress server)
    {
        if (name == Autoexec) return Script(server).Open(name, client, server);
        if (loaders.Current is not { } set) return TftpOpening.NotFound;
        var tree = _trees.GetOrAdd((set.Directory, null), static key => new TftpDirectoryFiles([key.Name]));
        // Only what the set listed: its directory may hold disk images and option ROMs that no firmware fetches.
        return set.Find(name) is null && tree.Open(name, client, server) is var opening && opening.State != TftpOpeningState.OutsideRoot
            ? Closed(opening)
            : tree.Open(name, client, server);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tree in _trees.Values) tree.Dispose();
    }

    private static TftpOpening Closed(TftpOpening opening)
    {
        opening.File?.Dispose();
        return TftpOpening.NotFound;
    }

    private TftpDirectoryFiles Script(IPAddress server) => _trees.GetOrAdd((Autoexec, server), key =>
    {
        var files = new TftpDirectoryFiles([]);
        files.Put(Autoexec, Encoding.ASCII.GetBytes(AutoexecScript.Write(port.Value, key.Server)));
        return files;
    });
}
