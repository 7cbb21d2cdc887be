using System.Net;
using System.Text.Json;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>
/// A virtual rack: machines on one wire in a network namespace of their own, from which nothing leads out. It lives as long as its owner:
/// <see cref="DisposeAsync"/> removes all of it, and what a killed owner left is removed by the next one's sweep.
/// </summary>
public sealed class Rack : IAsyncDisposable
{
    private readonly RackOptions _options;
    private readonly RunJournal _journal;
    private readonly TimeProvider _clock;
    private readonly RackLock _lock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _saving = new();
    private readonly List<SerialConsole> _consoles = [];
    private readonly List<string> _throwAway = [];
    private LabControl? _control;
    private DateTimeOffset _created;
    private bool _ready;

    private Rack(RackOptions options, RackLock rackLock, Accelerator accelerator, RunJournal journal, TimeProvider clock)
    {
        (_options, _lock, Accelerator, _journal, _clock) = (options, rackLock, accelerator, journal, clock);
        Gateway = options.GatewayAddress ?? First(options.Subnet);
    }

    /// <summary>Its name.</summary>
    public string Name => _options.Name;

    /// <summary>Its network namespace, for <see cref="ServerSettings.NetworkNamespace"/>.</summary>
    public string Namespace => RackNetwork.NamespaceOf(Name);

    /// <summary>The bridge inside the namespace that carries <see cref="Gateway"/>.</summary>
    public static string Interface => RackNetwork.Bridge;

    /// <summary>The address on the bridge.</summary>
    public IPAddress Gateway { get; }

    /// <summary>How guests run.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The machines, in order.</summary>
    public IReadOnlyList<Machine> Machines { get; private set; } = [];

    /// <summary>The machine of that name.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public Machine this[string name] => Machines.FirstOrDefault(m => m.Name == name)
        ?? throw new ProblemException($"lab {Name} has no machine {name}", $"one of: {string.Join(", ", Machines.Select(m => m.Name))}", ExitCodes.NotSo);

    /// <summary>Makes a rack; its machines are off.</summary>
    /// <exception cref="ProblemException">The host lacks something (all of it is told at once), the options are wrong, or a rack of that name runs.</exception>
    public static async Task<Rack> CreateAsync(RackOptions options, RunJournal journal, CancellationToken cancellationToken, TimeProvider? clock = null)
    {
        if (RackOptionsCheck.Find(options).ToList() is { Count: > 0 } wrong) throw new ProblemException(wrong);
        if (RackPreflight.Check(options) is { Count: > 0 } missing) throw new ProblemException(missing, ExitCodes.Outside);
        await LabRegistry.SweepAsync(static _ => { });
        var rackLock = RackLock.Take(options.Name);
        Rack? rack = null;
        try
        {
            var accelerator = await Accelerator.DetectAsync(cancellationToken);
            rack = new Rack(options, rackLock, accelerator, journal, clock ?? TimeProvider.System);
            await rack.BuildAsync(cancellationToken);
            return rack;
        }
        catch
        {
            if (rack is not null) await rack.DisposeAsync();
            else rackLock.Dispose();
            throw;
        }
    }

    /// <summary>The IPv4 address that a machine uses on the wire, as the namespace's neighbour table knows it, or null.</summary>
    public Task<IPAddress?> AddressOfAsync(Machine machine, CancellationToken cancellationToken) => RackNetwork.AddressOfAsync(Name, machine.Mac, cancellationToken);

    /// <summary>Switches all machines off and removes the namespace, the taps, the sockets and every throw-away file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        if (_control is not null) await _control.DisposeAsync();
        await Task.WhenAll(Machines.Select(machine => machine.PowerOffAsync()));
        foreach (var console in _consoles) await console.DisposeAsync();
        await RackNetwork.RemoveAsync(Name, _journal);
        foreach (var file in _throwAway) File.Delete(file);
        RemoveDirectory(WorkDirectoryOf(_options));
        lock (_saving)
        {
            _ready = false;
            RemoveDirectory(LabRegistry.DirectoryOf(Name));
        }
        _lock.Dispose();
    }

    internal static string WorkDirectoryOf(RackOptions options) => options.WorkDirectory ?? "/var/tmp/racklight-lab-" + options.Name;

    private static IPAddress First(IPNetwork subnet)
    {
        var octets = subnet.BaseAddress.GetAddressBytes();
        octets[^1]++;
        return new IPAddress(octets);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        _created = _clock.GetUtcNow();
        var run = LabRegistry.DirectoryOf(Name);
        var work = WorkDirectoryOf(_options);
        MakeDirectory(run);
        MakeDirectory(work);
        await RackNetwork.CreateAsync(Name, Gateway, _options.Subnet.PrefixLength, _options.Machines.Count, _journal, cancellationToken);
        var host = new MachineHost(Name, Namespace, Accelerator, _journal, _clock, Save, _stopping.Token);
        Machines = [.. _options.Machines.Select((machine, index) => Prepare(machine, index, run, work, host))];
        _control = new LabControl(this, Path.Combine(run, "control"));
        _ready = true;
        Save();
    }

    private Machine Prepare(MachineOptions options, int index, string run, string work, MachineHost host)
    {
        var variables = Path.Combine(work, options.Name + ".vars");
        // Each machine its own, kept over power cycles: boot entries that an operating system writes belong to one machine.
        if (options.Firmware == Firmware.Uefi && OvmfFiles.Find() is { } ovmf) File.Copy(ovmf.Variables, variables, overwrite: true);
        var log = Path.Combine(run, options.Name + ".log");
        var socket = Path.Combine(run, options.Name + ".tty");
        var console = new SerialConsole(log, socket);
        _consoles.Add(console);
        var files = new MachineFiles(RackNetwork.TapOf(index), Path.Combine(run, options.Name + ".qmp"), Path.Combine(run, options.Name + ".ser"),
            variables, [.. options.Disks.Select((disk, number) => PrepareDisk(disk, options.Name, number, work))]);
        return new Machine(options, options.Mac ?? RackMac.For(Name, index), files, console, log, socket, host);
    }

    private (string Path, bool Keep) PrepareDisk(DiskOptions disk, string machine, int number, string work)
    {
        var path = disk.Path is null ? Path.Combine(work, $"{machine}-disk{number}.raw") : Path.GetFullPath(disk.Path);
        var made = MachineDisk.Prepare(path, disk.Size);
        var keep = disk.Keep || !made;
        if (!keep && disk.Path is not null) _throwAway.Add(path);
        return (path, keep);
    }

    private void MakeDirectory(string path)
    {
        _journal.Record(LeftoverKind.Directory, path);
        // Consoles and control sockets give root on the machines: for their owner alone.
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void RemoveDirectory(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        _journal.Forget(LeftoverKind.Directory, path);
    }

    private void Save()
    {
        lock (_saving)
        {
            if (!_ready) return;
            var file = LabRegistry.StateFileOf(Name);
            File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(State(), LabJson.Default.LabState));
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    private LabState State() => new()
    {
        Name = Name,
        Namespace = Namespace,
        Owner = ProcessMark.Of(Environment.ProcessId),
        Created = _created,
        Subnet = _options.Subnet.ToString(),
        Gateway = Gateway.ToString(),
        Accelerator = Accelerator,
        Control = Path.Combine(LabRegistry.DirectoryOf(Name), "control"),
        Machines = [.. Machines.Select(m => new LabMachine
        {
            Name = m.Name, Mac = m.Mac, Firmware = m.Options.Firmware, MemoryMiB = m.Options.MemoryMiB, State = m.State, Pid = m.Pid, Since = m.Since,
            ConsoleLog = m.ConsoleLog, ConsoleSocket = m.ConsoleSocket,
        })],
    };
}
