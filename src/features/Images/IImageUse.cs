namespace Racklight.Images;

/// <summary>Tells which nodes run an image; the room of nodes knows.</summary>
public interface IImageUse
{
    /// <summary>The names of nodes by the digest (hexadecimal) of the image that they run or boot now.</summary>
    Task<ILookup<string, string>> NodesByImageAsync(CancellationToken cancellationToken);
}
