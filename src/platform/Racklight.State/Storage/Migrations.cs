using System.Globalization;

namespace Racklight.State.Storage;

/// <summary>Brings a database's tables up to this program: numbered files, each applied once, all in one transaction under a lock.</summary>
internal static class Migrations
{
    /// <summary>Held while migrating, so that two servers starting at once do not both do it. ("rack" in ASCII, and a running number.)</summary>
    private const long LockKey = 0x7261636b_00000001;

    private static readonly Statement Create = Statement.Get("schema/create");
    private static readonly Statement Version = Statement.Get("schema/version");
    private static readonly Statement Applied = Statement.Get("schema/applied");

    /// <summary>The version that this program works with.</summary>
    public static long Latest => Number(SqlFiles.In("Sqlite")[^1]);

    /// <summary>Applies what is missing.</summary>
    /// <param name="engine">The database.</param>
    /// <param name="upTo">Tests stop at an earlier version.</param>
    /// <exception cref="ProblemException">The database is newer than the program, or cannot be written.</exception>
    public static void Apply(Engine engine, long upTo = long.MaxValue)
    {
        try
        {
            using var connection = engine.OpenWriter();
            using var transaction = engine.Begin(connection, durable: true);
            transaction.Lock(LockKey);
            transaction.Execute(Create);
            var current = transaction.Scalar(Version) ?? 0;
            if (current > Latest)
            {
                throw new ProblemException(
                    $"{engine.Description} has schema version {current}, and this racklight knows versions up to {Latest}: a newer racklight has used it",
                    "run the newer racklight, or restore a backup that this version made", ExitCodes.Outside);
            }
            foreach (var file in SqlFiles.In(engine.Dialect))
            {
                var number = Number(file);
                if (number <= current || number > upTo) continue;
                transaction.Script(SqlFiles.Read(file));
                transaction.Execute(Applied, number);
            }
            transaction.Commit();
        }
        catch (Exception e) when (engine.Explain(e) is { } problem)
        {
            throw problem;
        }
    }

    private static long Number(string file) => long.Parse(Path.GetFileName(file)[..4], CultureInfo.InvariantCulture);
}
