using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Racklight.App.Files;

/// <summary>What a Range header comes to.</summary>
internal enum ByteRangeState
{
    /// <summary>The whole file: no range, several, or one that is not understood (RFC 9110 §14.2 lets a server ignore those).</summary>
    Whole,

    /// <summary>One part.</summary>
    Part,

    /// <summary>A part that begins behind the end.</summary>
    Unsatisfiable,
}

/// <summary>The part of a file that was asked for.</summary>
internal readonly record struct ByteRange(ByteRangeState State, long Offset, long Length)
{
    public static ByteRange Whole(long length) => new(ByteRangeState.Whole, 0, length);

    public static ByteRange Of(StringValues header, long length)
    {
        if (header.Count != 1 || !RangeHeaderValue.TryParse(header[0], out var parsed) || parsed.Unit != "bytes" || parsed.Ranges.Count != 1) return Whole(length);
        var asked = parsed.Ranges.First();
        if (asked.From is not { } from)
        {
            // The last N bytes.
            var last = Math.Min(asked.To ?? 0, length);
            return last == 0 ? new(ByteRangeState.Unsatisfiable, 0, 0) : new(ByteRangeState.Part, length - last, last);
        }
        if (from >= length) return new(ByteRangeState.Unsatisfiable, 0, 0);
        var to = Math.Min(asked.To ?? length - 1, length - 1);
        return new(ByteRangeState.Part, from, to - from + 1);
    }
}
