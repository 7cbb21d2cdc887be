using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>An epoll(7) instance with a bell that another thread can ring.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    /// <summary>The tag of the bell.</summary>
    public const int Bell = -1;

    private const int MostEvents = 256;
    private const int Add = 1;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;

    // struct epoll_event is packed on x86-64 only (its 64-bit data at offset 4, not 8).
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = Stride - 8;

    private readonly int _descriptor;
    private readonly int _bell;
    private readonly byte* _events;

    public Epoll()
    {
        _descriptor = Libc.EpollCreate(CloseOnExec);
        _bell = Libc.EventDescriptor(0, CloseOnExec | NonBlocking);
        if (_descriptor < 0 || _bell < 0) throw new IOException("cannot make an epoll instance: too many open files");
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(MostEvents * Stride));
        Watch(_bell, Bell);
    }

    /// <summary>Reports when there is something to read. Closing the descriptor ends it.</summary>
    public bool Watch(int descriptor, int tag)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = Libc.EPOLLIN;
        *(long*)(entry + DataOffset) = tag;
        return Libc.EpollControl(_descriptor, Add, descriptor, entry) == 0;
    }

    /// <summary>Waits; returns the number of events, 0 after the time is up.</summary>
    public int Wait(int milliseconds)
    {
        var count = Libc.EpollWait(_descriptor, _events, MostEvents, milliseconds);
        if (count >= 0) return count;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.EINTR ? 0 : throw new IOException($"epoll_wait failed with error {error}");
    }

    /// <summary>The tag of an event of the last wait.</summary>
    public int Tag(int index) => (int)*(long*)(_events + index * Stride + DataOffset);

    /// <summary>Ends a wait, from any thread; <see cref="Bell"/> is reported from then on.</summary>
    public void Ring()
    {
        var one = 1UL;
        _ = Libc.Write(_bell, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        _ = Libc.Close(_bell);
        _ = Libc.Close(_descriptor);
        NativeMemory.Free(_events);
    }
}
