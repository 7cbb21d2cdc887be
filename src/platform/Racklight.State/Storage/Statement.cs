namespace Racklight.State.Storage;

/// <summary>One SQL statement and the order of its parameters' values (a value is a <c>long</c>, a <c>string</c> or null).</summary>
/// <param name="Name">Its file and name: <c>leases/write</c>.</param>
/// <param name="Sql">Its text, in the SQL that SQLite and PostgreSQL share.</param>
/// <param name="Parameters">Names with the <c>@</c>.</param>
internal sealed record Statement(string Name, string Sql, IReadOnlyList<string> Parameters)
{
    private static readonly Dictionary<string, Statement> All = Load();

    /// <summary>The statement of that name in <c>Queries/FILE.sql</c>.</summary>
    public static Statement Get(string name) => All[name];

    /// <summary>Everything in <c>Queries/</c>.</summary>
    public static IEnumerable<Statement> Everything => All.Values;

    private static Dictionary<string, Statement> Load()
    {
        var all = new Dictionary<string, Statement>(StringComparer.Ordinal);
        foreach (var file in SqlFiles.In("Queries"))
        {
            foreach (var statement in Parse(Path.GetFileNameWithoutExtension(file), SqlFiles.Read(file))) all.Add(statement.Name, statement);
        }
        return all;
    }

    /// <summary>A file is a row of statements; each begins with <c>-- name (parameter, parameter): why</c>.</summary>
    private static IEnumerable<Statement> Parse(string file, string text)
    {
        foreach (var block in text.Split("-- ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = block.IndexOf('\n', StringComparison.Ordinal);
            var open = block.IndexOf('(', StringComparison.Ordinal);
            var close = block.IndexOf(')', StringComparison.Ordinal);
            var parameters = block[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            yield return new Statement($"{file}/{block[..open].Trim()}", block[(end + 1)..].Trim(), [.. parameters.Select(name => "@" + name)]);
        }
    }
}
