using Microsoft.Data.Sqlite;

namespace Racklight.State.Sqlite;

/// <summary>SQLite's result codes (sqlite.org/rescode.html) in words with a remedy.</summary>
internal static class SqliteProblems
{
    public static ProblemException? Explain(Exception exception, string file)
    {
        if (exception is ProblemException problem) return problem;
        if (exception is UnauthorizedAccessException or IOException) return Outside($"cannot use the database {file}: {exception.Message}", null, exception);
        if (exception is not SqliteException sqlite) return null;
        var directory = Path.GetDirectoryName(file);
        return sqlite.SqliteErrorCode switch
        {
            5 or 6 => Outside($"the database {file} is held by another process", "end the other racklight, or give this one its own --state DIR", exception),
            8 or 23 => Outside($"the database {file} cannot be written: it, its directory or its file system is read-only", $"give the user write access to {directory}, or take another directory: --state DIR", exception),
            10 => Outside($"the disk under {file} failed: {sqlite.Message}", "look at dmesg", exception),
            11 or 26 => Damaged(file, sqlite.Message, exception),
            13 => Outside($"no space left on the disk of {file} ({Free(directory)} free)", "free some space there; racklight goes on by itself", exception),
            14 => Outside($"the database {file} cannot be opened", $"check that {directory} exists and that this user may write there, or take another directory: --state DIR", exception),
            _ => Outside($"the database {file} refused: {sqlite.Message}", null, exception),
        };
    }

    /// <summary>The file is not, or is no longer, a database.</summary>
    public static ProblemException Damaged(string file, string detail, Exception? exception = null)
        => Outside(
            $"the database {file} is damaged ({detail})",
            $"stop racklight, move it away (mkdir damaged; mv {file}* damaged/) and bring back a backup: racklight state restore FILE. Without one racklight starts afresh: sites and images are not in it; leases, boots and users are",
            exception);

    private static ProblemException Outside(string message, string? hint, Exception? exception) => new(message, hint, ExitCodes.Outside, exception);

    private static string Free(string? directory)
    {
        try
        {
            return Sizes.Show(new DriveInfo(directory ?? "/").AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "nothing";
        }
    }
}
