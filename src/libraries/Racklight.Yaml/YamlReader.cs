using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Racklight.Yaml;

/// <summary>
/// Reads the part of YAML 1.2 that configuration needs into a tree with positions: one document, text keys, no anchors,
/// aliases or tags. Never throws for what is in the text; every limit is a fault with a position.
/// </summary>
public static class YamlReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads UTF-8, with or without a byte order mark.</summary>
    public static YamlDocument Read(ReadOnlySpan<byte> utf8, YamlLimits? limits = null)
    {
        limits ??= new YamlLimits();
        if (utf8.Length > limits.Bytes) return Refused($"the file is larger than {limits.Bytes:N0} bytes");
        if (utf8.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || utf8.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Refused("the file is UTF-16", "save it as UTF-8");
        try
        {
            return Read(StrictUtf8.GetString(utf8), limits);
        }
        catch (DecoderFallbackException e)
        {
            var before = utf8[..Math.Clamp(e.Index, 0, utf8.Length)];
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            var mark = new YamlMark(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
            return new YamlDocument("", null, [new YamlFault("the file is not UTF-8", mark, "save it as UTF-8")]);
        }
    }

    /// <summary>Reads a text.</summary>
    public static YamlDocument Read(string text, YamlLimits? limits = null)
    {
        limits ??= new YamlLimits();
        if (text.Length > limits.Bytes) return Refused($"the text is longer than {limits.Bytes:N0} characters");
        if (text.StartsWith('\uFEFF')) text = text[1..];
        if (YamlText.FindForbidden(text) is { } forbidden) return new YamlDocument(text, null, [forbidden]);
        var builder = new YamlTreeBuilder(limits);
        YamlNode? root = null;
        try
        {
            root = builder.Build(new Parser(new StringReader(text)));
        }
        catch (YamlException e)
        {
            builder.Faults.Add(YamlText.Explain(text, e));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's own slips on texts that no one writes: told as what they are to its user, a text that cannot be read.
            builder.Faults.Add(new YamlFault("this is not YAML: what begins here, or before it, does not end", builder.Last, "look for a missing ], } or quote"));
        }
        return new YamlDocument(text, root, builder.Faults);
    }

    private static YamlDocument Refused(string message, string? hint = null) => new("", null, [new YamlFault(message, new YamlMark(1, 1), hint)]);
}
