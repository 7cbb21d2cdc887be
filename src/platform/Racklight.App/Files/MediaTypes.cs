namespace Racklight.App.Files;

/// <summary>Media types of what machines fetch.</summary>
internal static class MediaTypes
{
    public static string Of(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".json" => "application/json",
        ".txt" or ".ipxe" or ".cfg" or ".log" => "text/plain; charset=utf-8",
        ".yaml" or ".yml" => "application/yaml",
        ".iso" => "application/vnd.efi.iso",
        ".img" => "application/vnd.efi.img",
        ".efi" => "application/efi",
        ".gz" => "application/gzip",
        ".xz" => "application/x-xz",
        ".zst" => "application/zstd",
        ".squashfs" => "application/vnd.squashfs",
        _ => "application/octet-stream",
    };
}
