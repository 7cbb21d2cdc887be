using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Sites;

namespace Racklight.Nodes.Machines;

/// <summary><c>GET|HEAD /loader/FILE</c>: the bootloader set over HTTP, for UEFI HTTP boot.</summary>
internal sealed partial class LoaderFiles(ISites sites, ILogger<LoaderFiles> log)
{
    private const string Autoexec = "autoexec.ipxe";
    private readonly Lock _lock = new();
    private (string Directory, BootloaderSet? Set)? _open;

    /// <summary>Sends a file of the set.</summary>
    public Task ServeAsync(HttpContext http)
    {
        // Newer EFI builds that came by HTTP, a shim's among them, look for it beside themselves.
        if (http.GetRouteValue("file") as string == Autoexec && Set()?.Find(Autoexec) is null)
        {
            var server = ServerBase.Of(http);
            return Results.Text(AutoexecScript.Write(server.Port, server.Address), "text/plain").ExecuteAsync(http);
        }
        // Only names that the set listed when it was read: no path is ever put together from the request.
        if (http.GetRouteValue("file") is not string name || Set()?.Find(name) is not { } file) return http.AnswerAsync(StatusCodes.Status404NotFound, "There is no such loader.");
        return Results.File(file.Path, TypeOf(name), enableRangeProcessing: true).ExecuteAsync(http);
    }

    /// <summary>What a client can: by its version, and by what the set declares for its own build.</summary>
    public IpxeCapabilities CapabilitiesOf(string? userAgent, string? platform)
        => Set()?.CapabilitiesOf(userAgent, platform) ?? IpxeCapabilities.FromRequest(userAgent, platform);

    /// <summary>What the clients can that are started from the set.</summary>
    public IpxeCapabilities CapabilitiesOfSet(IpxePlatform platform) => Set()?.Capabilities(platform) ?? IpxeCapabilities.Oldest;

    // UEFI's HTTP boot goes by these types to tell a program from a disk image (UEFI 2.10 §24.7.3.2.1).
    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".efi" => "application/efi",
        ".iso" => "application/vnd.efi-iso",
        ".img" => "application/vnd.efi-img",
        _ => "application/octet-stream",
    };

    private BootloaderSet? Set()
    {
        var site = sites.Current;
        var directory = site.File.Bootloaders is { } own ? Path.Combine(site.Root, own) : BootloaderSet.DefaultDirectory;
        lock (_lock)
        {
            if (_open is { } open && open.Directory == directory) return open.Set;
            BootloaderSet? set = null;
            try
            {
                set = site.File.Bootloaders is null ? BootloaderSet.OpenDefault() : BootloaderSet.Open(directory);
            }
            catch (BootloaderSetException e)
            {
                Unusable(log, e.Message, e.Hint);
            }
            // A set that cannot be read is remembered too: it is asked for with every script.
            _open = (directory, set);
            return set;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why} (try: {Hint})")]
    private static partial void Unusable(ILogger log, string why, string hint);
}
