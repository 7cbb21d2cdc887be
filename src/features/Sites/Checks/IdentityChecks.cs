namespace Racklight.Sites.Checks;

/// <summary>What a machine is known by: well formed, and no two nodes alike.</summary>
internal sealed class IdentityChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        var macs = new Dictionary<MacAddress, string>();
        var uuids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var serials = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            // A malformed UUID is not in the record but in the file: the node was meant to have one.
            if (node is { Mac: null, Uuid: null, Serial: null } && !HasKey(file))
            {
                yield return new Problem("nothing says which machine this is") { File = file.Path, Hint = "mac: 52:54:00:20:00:02 (or uuid, or serial)" };
            }
            if (node.Mac is { } text && MacProblem(file, text, out var mac) is { } wrong) yield return wrong;
            else if (node.Mac is not null && Twin(macs, mac = MacAddress.Parse(node.Mac), file.Path) is { } first) yield return file.At(["mac"], $"{first} has the same MAC address {mac}", "give each node the address of its own card");
            if (node.Uuid is { } uuid)
            {
                if (uuid.Trim('0', '-').Length == 0 || uuid.Trim('f', 'F', '-').Length == 0) yield return file.At(["uuid"], $"`{uuid}` is what boards without a UUID of their own report: other machines have it too", "name the machine by its mac");
                else if (Twin(uuids, uuid, file.Path) is { } other) yield return file.At(["uuid"], $"{other} has the same UUID", "give each node the UUID of its own board, or name it by mac only");
            }
            if (node.Serial is { } serial && Twin(serials, serial, file.Path) is { } third) yield return file.At(["serial"], $"{third} has the same serial number", "give each node its own serial number, or name it by mac only");
        }
    }

    private static bool HasKey(SourceFile<NodeFile> file)
        => file.Document.Root is Yaml.YamlMapping mapping && (mapping.Find("mac") ?? mapping.Find("uuid") ?? mapping.Find("serial")) is { Value: not Yaml.YamlScalar { Plain: true, Text: "" } };

    private static Problem? MacProblem(SourceFile<NodeFile> file, string text, out MacAddress mac)
    {
        if (!MacAddress.TryParse(text, out mac)) return file.At(["mac"], $"`{Shown(text)}` is not a MAC address", "six pairs of hexadecimal digits such as 52:54:00:20:00:02");
        if (mac.Bits == 0xFFFF_FFFF_FFFF) return file.At(["mac"], "this is the broadcast address, not a card's", "read it off the card, or from `ip link`");
        if ((mac.Bits >> 40 & 1) != 0) return file.At(["mac"], $"{mac} is a multicast address, not a card's: its first octet is odd", "read it off the card, or from `ip link`");
        if (mac.Bits == 0) return file.At(["mac"], "this is no card's address: all its digits are 0", "read it off the card, or from `ip link`");
        return null;
    }

    private static string? Twin<T>(Dictionary<T, string> seen, T key, string path) where T : notnull => seen.TryAdd(key, path) ? null : seen[key];

    private static string Shown(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
