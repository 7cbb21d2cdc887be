using Racklight.Mirrors;
using Racklight.Mirrors.Fetching;
using Racklight.Mirrors.Keeping;
using Racklight.Mirrors.Running;
using Racklight.Mirrors.Verifying;

namespace Racklight.Tests.Mirrors;

/// <summary>A mirror in a directory of its own, and an impatient run over it.</summary>
internal sealed class MirrorBench : IDisposable
{
    public static readonly Retries Impatient = new() { Fruitless = 3, First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(5), Patience = TimeSpan.FromMilliseconds(700) };

    public MirrorBench()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("rl-mirror-").FullName;
        Place = new MirrorPlace(Directory);
    }

    public string Directory { get; }

    public MirrorPlace Place { get; }

    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async Task<IReadOnlyList<MirrorOutcome>> RunAsync(params MirrorFile[] files) => await RunAsync(Keyrings.For(null), Impatient, files);

    public async Task<IReadOnlyList<MirrorOutcome>> RunAsync(Keyrings keyrings, Retries retries, params MirrorFile[] files)
    {
        using var client = WebClient.Create();
        using var held = Place.Lock(TimeProvider.System);
        return await new MirrorRun(Place, keyrings, client, retries, 4, TimeProvider.System).RunAsync(files, static _ => { }, CancellationToken.None);
    }

    public byte[] Kept(Uri url) => File.ReadAllBytes(Place.Artifacts.PathOf(Place.Index.Find(url)!.Digest));

    public IEnumerable<string> Parts() => System.IO.Directory.EnumerateFiles(Place.Parts).Select(static file => Path.GetFileName(file));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
