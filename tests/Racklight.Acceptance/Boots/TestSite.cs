using Racklight.App;

namespace Racklight.Acceptance.Boots;

/// <summary>A site with one node that boots image <c>minimal</c> of <c>examples/hypervisors</c>, keeps its state on a blank disk, and trusts a key of the test's own.</summary>
internal sealed record TestSite(string Directory, string Node, string PrivateKey)
{
    public const string Mac = "52:54:00:20:00:01";
    public const string Image = "minimal";

    public static async Task<TestSite> WriteAsync(string directory, string node, string dhcp, string pxe, CancellationToken cancellationToken)
    {
        foreach (var sub in (string[])["keys", "nodes", "images/" + Image]) System.IO.Directory.CreateDirectory(Path.Combine(directory, sub));
        var key = Path.Combine(directory, "..", "key");
        await ProcessRunner.RequireAsync(new ProcessSpec("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "acceptance", "-f", key), cancellationToken);
        File.Move(key + ".pub", Path.Combine(directory, "keys/test.pub"));
        foreach (var file in System.IO.Directory.EnumerateFiles(ExampleImage())) File.Copy(file, Path.Combine(directory, "images", Image, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(directory, "site.yaml"), $$"""
            site: acceptance
            networks:
              rack: { cidr: 10.20.0.0/24, dhcp: {{dhcp}}, range: 10.20.0.100-10.20.0.199, gateway: 10.20.0.1, pxe: {{pxe}} }
            unknown: local
            trust: { ssh-keys: [keys/test.pub] }

            """, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "nodes", node + ".yaml"), $$"""
            mac: {{Mac}}
            boots: {{Image}}
            disks: { data: { device: blank, label: RL-DATA } }

            """, cancellationToken);
        return new TestSite(directory, node, key);
    }

    private static string ExampleImage()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, "examples/hypervisors/images", Image) is var found && System.IO.Directory.Exists(found)) return found;
        }
        throw new DirectoryNotFoundException("examples/hypervisors is not above the tests' directory");
    }
}
