using Microsoft.Extensions.Logging;
using Racklight.NetBoot.Bootloaders;
using Racklight.NetBoot.Dhcp;
using Racklight.Sites;

namespace Racklight.Networks;

/// <summary>Which file of the site's bootloader set suits which firmware. The set is read once, and again when the site names another.</summary>
internal sealed partial class LoaderChoice(ISites sites, ILogger<LoaderChoice> log) : IBootFileSource
{
    private readonly Lock _lock = new();
    private (string Directory, BootloaderSet? Set)? _open;

    /// <inheritdoc/>
    public string? Find(ClientArchitecture architecture, bool overHttp) => Find(Current, architecture);

    /// <summary>The file of a set that suits an architecture; null when it has none.</summary>
    public static string? Find(BootloaderSet? set, ClientArchitecture architecture)
        => set?.Choose(BootPlatforms.FromArchitectureCode((ushort)architecture)).Loader?.Name;

    /// <summary>Opens a site's set.</summary>
    /// <exception cref="BootloaderSetException">It cannot be read.</exception>
    public static BootloaderSet Open(Site site) => site.File.Bootloaders is { } own ? BootloaderSet.Open(Path.Combine(site.Root, own)) : BootloaderSet.OpenDefault();

    /// <summary>The site's set; null when it cannot be read (said in the log).</summary>
    public BootloaderSet? Current
    {
        get
        {
            var site = sites.Current;
            var directory = site.File.Bootloaders is { } own ? Path.Combine(site.Root, own) : BootloaderSet.DefaultDirectory;
            lock (_lock)
            {
                if (_open is { } open && open.Directory == directory) return open.Set;
                BootloaderSet? set = null;
                try
                {
                    set = Open(site);
                }
                catch (BootloaderSetException e)
                {
                    Unusable(log, e.Message, e.Hint);
                }
                // A set that cannot be read is remembered too: it is asked for with every packet.
                _open = (directory, set);
                return set;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why} (try: {Hint})")]
    private static partial void Unusable(ILogger log, string why, string hint);
}
