using System.Text.Json;
using Racklight.App;
using Racklight.Vault;

namespace Racklight.Tests.Vault;

/// <summary>Debian's Ansible (package ansible-core): skipped where it is missing, failed with CI=true.</summary>
internal static class AnsibleVault
{
    /// <summary>Ansible's own vault library over many texts in one process, by the Python that Debian's package is for.</summary>
    private const string Oracle = """
        import base64, json, sys
        from ansible.parsing.vault import VaultLib, VaultSecret
        job = json.load(sys.stdin)
        lib = VaultLib([(i, VaultSecret(p.encode())) for i, p in job["secrets"]])
        out = []
        for text in job["texts"]:
            try:
                out.append({"plain": base64.b64encode(lib.decrypt(base64.b64decode(text))).decode()})
            except Exception as e:
                out.append({"error": type(e).__name__})
        json.dump(out, sys.stdout)
        """;

    private static readonly Dictionary<string, string?> Quiet = new()
    {
        ["ANSIBLE_NOCOLOR"] = "1",
        ["ANSIBLE_LOCALHOST_WARNING"] = "False",
        ["ANSIBLE_INVENTORY_UNPARSED_WARNING"] = "False",
        ["ANSIBLE_VAULT_PASSWORD_FILE"] = null,
        ["ANSIBLE_VAULT_IDENTITY_LIST"] = null,
    };

    public static void Require()
    {
        var there = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static directory => File.Exists(Path.Combine(directory, "ansible-vault")));
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("ansible-vault is missing (apt-get install ansible-core)");
        Assert.Skip("ansible-vault is missing (apt-get install ansible-core)");
    }

    public static async Task<ProcessResult> RunAsync(string directory, string program, params string[] arguments)
        => await ProcessRunner.RunAsync(new ProcessSpec(program, arguments) { Directory = directory, Environment = new Dictionary<string, string?>(Quiet) { ["HOME"] = directory }, Limit = TimeSpan.FromMinutes(5) });

    /// <summary>What Ansible makes of each text; null where it refuses.</summary>
    public static async Task<IReadOnlyList<byte[]?>> OpenAsync(string id, string password, IReadOnlyList<byte[]> texts)
    {
        var job = new System.Text.Json.Nodes.JsonObject
        {
            ["secrets"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonArray(id, password)),
            ["texts"] = new System.Text.Json.Nodes.JsonArray([.. texts.Select(static text => (System.Text.Json.Nodes.JsonNode)Convert.ToBase64String(text))]),
        };
        var output = await ProcessRunner.RequireAsync(new ProcessSpec("/usr/bin/python3", "-c", Oracle) { Input = job.ToJsonString(), Limit = TimeSpan.FromMinutes(5) });
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray().Select(static one => one.TryGetProperty("plain", out var plain) ? Convert.FromBase64String(plain.GetString()!) : null)];
    }

    /// <summary>A keyring with one password.</summary>
    public static VaultKeyring Keyring(string password = "geheim", string id = VaultKeyring.DefaultId)
    {
        var keyring = new VaultKeyring();
        keyring.Add(id, VaultPassword.FromFile(System.Text.Encoding.UTF8.GetBytes(password)));
        return keyring;
    }

    /// <summary>What it holds, or null when it is refused.</summary>
    public static byte[]? TryOpen(VaultKeyring keyring, ReadOnlySpan<byte> text)
    {
        try
        {
            using var opened = keyring.Open(text);
            return opened.Plaintext.Span.ToArray();
        }
        catch (VaultException)
        {
            return null;
        }
    }
}
