using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Releases;

namespace Racklight.Deploys.Checking.Vaults;

/// <summary>
/// Secrets without a value, in plain and in opened lists. kolla-ansible's own precheck looks for them with grep, and so passes every vaulted file.
/// </summary>
internal static class EmptyPasswords
{
    /// <summary>All empty ones of a list.</summary>
    /// <param name="file">The list, plain or opened: only names of keys are told, never values.</param>
    /// <param name="cloud">Whose it is.</param>
    public static IEnumerable<Finding> Check(RepositoryFile file, CloudFiles cloud)
    {
        foreach (var (key, value) in file.Root?.Map ?? new Dictionary<string, PlacedNode>())
        {
            if (cloud.Tool == CloudTool.Kolla && SecretForms.OfKolla(key, cloud.Series ?? Series.Latest) == SecretForm.Blank) continue;
            if (Empty(value))
            {
                yield return file.Found("empty-password", value.KeyMark, $"`{key}` has no value", Remedy(key, file, cloud.Tool));
            }
            else if (value.Map is { } pair && pair.Values.Any(Empty))
            {
                yield return file.Found("empty-password", value.KeyMark, $"`{key}` is half filled: `{pair.First(static member => Empty(member.Value)).Key}` has no value", "empty both halves, then racklight secret generate");
            }
        }
    }

    /// <summary>openstack-ansible's secrets are made by what their names end in: one whose name tells nothing stays empty for ever.</summary>
    private static string Remedy(string key, RepositoryFile file, CloudTool tool)
        => tool == CloudTool.Osa && SecretForms.OfOsa(key) == SecretForm.Unknown
            ? "write one: neither pw-token-gen.py nor racklight secret generate makes any for a name that does not end in password, secret, token, key or uuid"
            : $"racklight secret generate --for {(tool == CloudTool.Kolla ? "kolla" : "osa")} {file.Path}";

    private static bool Empty(PlacedNode node) => node is { Map: null, Items: null, Tag: null, Text: null or "" or "~" or "null" or "Null" or "NULL" };
}
