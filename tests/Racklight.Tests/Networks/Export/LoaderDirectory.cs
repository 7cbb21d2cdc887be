using Racklight.Networks.Export;
using Racklight.Sites;

namespace Racklight.Tests.Networks.Export;

/// <summary>A site with a bootloader set of empty files: an export looks at names only.</summary>
internal sealed class LoaderDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("rl-loaders").FullName;

    public LoaderDirectory(params string[] names)
    {
        foreach (var name in names.Length > 0 ? names : ["undionly.kpxe", "snponly.efi", "snponly-arm64.efi"]) File.WriteAllText(Path.Combine(_path, name), "");
    }

    public Site Site => SiteOf(new Dictionary<string, NetworkConfig> { ["rack1"] = new() { Cidr = "10.77.0.0/16" } });

    public Site SiteOf(Dictionary<string, NetworkConfig> networks)
    {
        var plain = NetworkPlanTests.SiteOf(new NetworkConfig { Cidr = "10.77.0.0/16" });
        return plain with { File = plain.File with { Networks = networks, Bootloaders = _path } };
    }

    public string Export(string product, string server = "10.77.0.1", int port = 8080) => ExportCommand.Write(Site, product, null, server, port, []);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
