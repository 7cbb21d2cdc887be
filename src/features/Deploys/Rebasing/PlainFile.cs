using System.Text;
using Racklight.Yaml;

namespace Racklight.Deploys.Rebasing;

/// <summary>A text file that is read within bounds, and replaced whole or not at all.</summary>
internal static class PlainFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(BoundedFile.Read("/", Path.GetFullPath(path)));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem(e.Message) { File = path });
        }
    }

    /// <summary>Replaces it; its mode stays.</summary>
    /// <returns>False when it holds that already.</returns>
    public static bool Write(string path, string text)
    {
        // File modes are Unix'; so is all else that the program does.
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        if (Read(path) == text) return false;
        var target = BoundedFile.RealPath(path);
        var unfinished = $"{target}.{Guid.NewGuid():N}.new";
        try
        {
            using (var stream = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = File.GetUnixFileMode(target) }))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, target, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
        return true;
    }
}
