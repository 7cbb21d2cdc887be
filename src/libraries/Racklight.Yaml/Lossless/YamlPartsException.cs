namespace Racklight.Yaml.Lossless;

/// <summary>A text cannot be taken into parts.</summary>
public sealed class YamlPartsException(YamlFault fault, Exception? inner = null) : Exception($"line {fault.Mark.Line}: {fault.Message}", inner)
{
    /// <summary>What is wrong, and where.</summary>
    public YamlFault Fault { get; } = fault;
}
