using Racklight.Yaml;

namespace Racklight.Menus.Import;

/// <summary>The two files of netboot.xyz that describe what it boots.</summary>
/// <param name="Endpoints"><c>endpoints.yml</c>: files that netboot.xyz serves itself.</param>
/// <param name="Defaults"><c>roles/netbootxyz/defaults/main.yml</c>: releases on mirrors, and utilities.</param>
internal sealed record UpstreamFiles(UpstreamFile Endpoints, UpstreamFile Defaults);

/// <summary>A file with its name for messages.</summary>
internal sealed record UpstreamFile(string Name, YamlDocument Document)
{
    /// <summary>The place of a value, as editors jump to it: <c>endpoints.yml:12:5</c>.</summary>
    public string Place(YamlNode node) => $"{Name}:{node.Mark.Line}:{node.Mark.Column}";

    /// <summary>Reads the text.</summary>
    /// <exception cref="ProblemException">It is not YAML; the message has the place.</exception>
    public static UpstreamFile Read(string name, ReadOnlySpan<byte> utf8)
    {
        var document = YamlReader.Read(utf8, new YamlLimits { Bytes = UpstreamSource.LargestFile });
        if (document.Root is YamlMapping) return new UpstreamFile(name, document);
        var fault = document.Faults.Count > 0 ? document.Faults[0] : new YamlFault("there is no mapping in it", new YamlMark(1, 1), null);
        throw new ProblemException(new Problem($"this is not netboot.xyz's {name}: {fault.Message}") { File = name, Line = fault.Mark.Line, Column = fault.Mark.Column, Source = document.Line(fault.Mark.Line), Hint = fault.Hint });
    }
}
