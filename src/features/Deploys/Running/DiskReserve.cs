namespace Racklight.Deploys.Running;

/// <summary>A file of zeros that is given up when the disk is full, so that the end of the run can still be written down.</summary>
internal sealed class DiskReserve(string path)
{
    private const int Size = 2 << 20;
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>True for ENOSPC and EDQUOT: .NET puts the errno into the result code.</summary>
    public static bool IsFull(IOException exception) => (exception.HResult & 0xFFFF) is NoSpaceLeft or QuotaExceeded;

    /// <summary>Takes the room.</summary>
    /// <exception cref="ProblemException">The disk has no room for the run's logs.</exception>
    public void Take()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
            // Zeros that are written, not a hole: only they take room.
            stream.Write(new byte[Size]);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException e) when (IsFull(e))
        {
            File.Delete(path);
            throw new ProblemException($"no space left on the disk of {Path.GetDirectoryName(path)} for the logs of a deploy", "free some space there, or take another directory: --state DIR", ExitCodes.Outside, e);
        }
    }

    /// <summary>Gives the room back; false when it was given back before.</summary>
    public bool Release()
    {
        if (!File.Exists(path)) return false;
        File.Delete(path);
        return true;
    }
}
