using System.Text;
using System.Text.Json;

namespace Racklight.Answers.Lint;

/// <summary>Where each value of a JSON text stands: the parser's tree does not keep that.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal);

    /// <summary>The place of a value by its path: <c>/storage/files/0/path</c>; of the whole for a path that is not there.</summary>
    public (int Line, int Column) At(string path) => _places.TryGetValue(path, out var place) ? place : _places.GetValueOrDefault("", (1, 1));

    /// <summary>Keys that are written twice in one object, by their second place.</summary>
    public List<(string Path, (int Line, int Column) Place)> Doubles { get; } = [];

    /// <summary>Reads a text that is known to be JSON.</summary>
    public static JsonPlaces Of(byte[] utf8, int depth)
    {
        var places = new JsonPlaces();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = depth, CommentHandling = JsonCommentHandling.Disallow });
        // One step a level: the key last read, or how many items a list had so far.
        var levels = new Stack<(bool List, string Key, int Count)>();
        (int Line, int Start, int At) line = (1, 0, 0);
        while (reader.Read())
        {
            var place = Place(utf8, (int)reader.TokenStartIndex, ref line);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var level = levels.Pop();
                    levels.Push(level with { Key = reader.GetString()! });
                    var path = PathOf(levels);
                    if (places._places.ContainsKey(path)) places.Doubles.Add((path, place));
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    levels.Pop();
                    Next(levels);
                    break;
                default:
                    places._places.TryAdd(PathOf(levels), place);
                    if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) levels.Push((reader.TokenType == JsonTokenType.StartArray, "", 0));
                    else Next(levels);
                    break;
            }
        }
        return places;
    }

    private static void Next(Stack<(bool List, string Key, int Count)> levels)
    {
        if (levels.TryPop(out var level)) levels.Push(level with { Count = level.Count + 1 });
    }

    private static string PathOf(Stack<(bool List, string Key, int Count)> levels)
    {
        var path = new StringBuilder();
        foreach (var level in levels.Reverse()) path.Append('/').Append(level.List ? level.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : level.Key);
        return path.ToString();
    }

    private static (int Line, int Column) Place(byte[] utf8, int offset, ref (int Line, int Start, int At) line)
    {
        for (; line.At < offset; line.At++)
        {
            if (utf8[line.At] == '\n') line = (line.Line + 1, line.At + 1, line.At);
        }
        return (line.Line, Encoding.UTF8.GetCharCount(utf8, line.Start, offset - line.Start) + 1);
    }
}
