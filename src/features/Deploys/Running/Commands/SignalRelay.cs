using System.Runtime.InteropServices;
using Racklight.Deploys.Running.Processes;

namespace Racklight.Deploys.Running.Commands;

/// <summary>Hands Ctrl-C on to the supervisor: once for a clean end, twice for a hurried one. A closed terminal ends nothing.</summary>
internal sealed class SignalRelay : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    /// <summary>Relays to a supervisor.</summary>
    public SignalRelay(int supervisor, string id)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Console.Error.WriteLine(Interlocked.Increment(ref _count) == 1
                    ? "ending: Ansible finishes the tasks that run now (again: do not wait for that)"
                    : "ending at once");
                ProcessGroup.InterruptProcess(supervisor);
            }));
        }
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Console.Error.WriteLine($"the terminal is gone, the deploy goes on: racklight deploy attach {id}");
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());
}
