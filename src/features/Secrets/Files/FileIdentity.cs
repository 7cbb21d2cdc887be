using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Racklight.Secrets.Files;

/// <summary>Whose a file is, and who may read it.</summary>
internal readonly partial record struct FileIdentity(uint User, uint Group, UnixFileMode Mode)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint BasicStats = 0x7ff;
    private const int RegularFile = 0x8000; // S_IFREG

    /// <summary>Of a file, links followed.</summary>
    public static FileIdentity Of(string path) => Stat(path).Identity;

    /// <summary>False for a pipe, a device, a socket: what is written into, never replaced.</summary>
    public static bool IsRegular(string path) => Stat(path).Type == RegularFile;

    private static unsafe (FileIdentity Identity, int Type) Stat(string path)
    {
        // statx(2): the one stat whose structure is the same on every architecture.
        var buffer = stackalloc byte[256];
        if (Statx(CurrentDirectory, path, 0, BasicStats, buffer) != 0) throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        int mode = *(ushort*)(buffer + 28);
        return (new FileIdentity(*(uint*)(buffer + 20), *(uint*)(buffer + 24), (UnixFileMode)(mode & 0xfff)), mode & 0xf000);
    }

    /// <summary>Gives a file to the same owner, where that is another and permitted.</summary>
    public void ApplyTo(string path)
    {
        var now = Of(path);
        // The owner first: changing it clears set-id bits.
        if ((now.User != User || now.Group != Group) && Chown(path, User, Group) != 0) throw new IOException($"{path}: its owner {User}:{Group} cannot be kept: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        File.SetUnixFileMode(path, Mode);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);
}
