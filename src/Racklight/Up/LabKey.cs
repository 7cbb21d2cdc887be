using System.Text.Json;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Up;

/// <summary>The key pair by which this user logs in to machines of virtual racks: made once, kept in the state directory, trusted only by racks that <c>up</c> starts.</summary>
internal sealed class LabKey
{
    private readonly string _file;

    private LabKey(string file, string publicLine)
    {
        _file = file;
        PublicLine = publicLine;
    }

    /// <summary>The line for authorized_keys.</summary>
    public string PublicLine { get; }

    /// <summary>Finds the pair, or makes it.</summary>
    public static async Task<LabKey> EnsureAsync(string state, CancellationToken cancellationToken)
    {
        var file = Path.Combine(state, "lab_ed25519");
        if (!File.Exists(file + ".pub"))
        {
            Directory.CreateDirectory(state);
            // Made beside and moved: two racks that start at once end up with one whole pair.
            var fresh = $"{file}.{Environment.ProcessId}";
            await ProcessRunner.RequireAsync(new ProcessSpec("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "racklight-lab", "-f", fresh) { Limit = TimeSpan.FromSeconds(20) }, cancellationToken);
            File.Move(fresh, file, overwrite: true);
            File.Move(fresh + ".pub", file + ".pub", overwrite: true);
        }
        return new LabKey(file, (await File.ReadAllTextAsync(file + ".pub", cancellationToken)).Trim());
    }

    /// <summary>The command that logs in to the live machine; its host keys, as it reported them, are written beside the rack so that ssh asks nothing.</summary>
    public async Task<string?> CommandAsync(Rack rack, UpState state, string directory, CancellationToken cancellationToken)
    {
        if (state.Boot?.Address is not { } address) return null;
        var known = Path.Combine(directory, "known_hosts");
        if (state.MachineReport() is { } report && report.TryGetProperty("hostkeys", out var keys) && keys.ValueKind == JsonValueKind.Array)
        {
            await File.WriteAllLinesAsync(known, keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.String).Select(key => $"{address} {key.GetString()}"), cancellationToken);
        }
        return $"ip netns exec {rack.Namespace} ssh -i {_file} -o UserKnownHostsFile={known} root@{address}";
    }
}
