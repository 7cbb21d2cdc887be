namespace Racklight.Images;

/// <summary>Where the bytes of an image lie.</summary>
public interface IImageFiles
{
    /// <summary>The path of a file by its digest (a part's, or that of the manifest), or null when this server lacks it.</summary>
    string? PathOf(Digest digest);
}
