namespace Racklight.Menus.Preview;

/// <summary>Which files of upstream's are kept on this server: the room of mirrors knows, and this room does not know it.</summary>
public interface IMirroredFiles
{
    /// <summary>True when a machine would fetch that address from here.</summary>
    bool Has(string url);
}
