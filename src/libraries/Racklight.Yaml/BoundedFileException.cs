namespace Racklight.Yaml;

/// <summary>A file was not read; the message says why and follows the file's name: "it is larger than …".</summary>
public sealed class BoundedFileException(string message, Exception? inner = null) : Exception(message, inner);
