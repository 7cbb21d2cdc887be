using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Racklight.App.Files;

/// <summary>send(2) with MSG_MORE and sendfile(2), which .NET does not offer for non-blocking sockets.</summary>
internal static partial class FileSendingCalls
{
    private const int Interrupted = 4;
    private const int Again = 11;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int More = 0x8000;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;

    /// <summary>Makes sure that sendfile(2), which has no flag for it, never waits.</summary>
    public static void SetNonBlocking(SafeSocketHandle socket) => With(socket, static descriptor => _ = Control(descriptor, SetFlags, Control(descriptor, GetFlags, 0) | NonBlocking));

    /// <summary>Sends what fits; 0 when nothing does.</summary>
    public static int TrySend(SafeSocketHandle socket, ReadOnlySpan<byte> data, bool more)
    {
        var held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            return (int)Checked(Send(socket.DangerousGetHandle().ToInt32(), data, data.Length, DontWait | NoSignal | (more ? More : 0)));
        }
        finally
        {
            if (held) socket.DangerousRelease();
        }
    }

    /// <summary>Sends part of a file and moves the offset; 0 when the socket is full or the file has ended.</summary>
    public static long TrySendFile(SafeSocketHandle socket, SafeFileHandle file, ref long offset, int count)
    {
        // Both are held: a descriptor that is closed meanwhile could already be another connection's.
        bool heldSocket = false, heldFile = false;
        try
        {
            socket.DangerousAddRef(ref heldSocket);
            file.DangerousAddRef(ref heldFile);
            return Checked(SendFile(socket.DangerousGetHandle().ToInt32(), file.DangerousGetHandle().ToInt32(), ref offset, count));
        }
        finally
        {
            if (heldFile) file.DangerousRelease();
            if (heldSocket) socket.DangerousRelease();
        }
    }

    private static void With(SafeSocketHandle socket, Action<int> action)
    {
        var held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            action(socket.DangerousGetHandle().ToInt32());
        }
        finally
        {
            if (held) socket.DangerousRelease();
        }
    }

    private static long Checked(nint result)
    {
        if (result >= 0) return result;
        var error = Marshal.GetLastPInvokeError();
        return error is Again or Interrupted ? 0 : throw new IOException(new Win32Exception(error).Message);
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, ReadOnlySpan<byte> data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(int to, int from, ref long offset, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
