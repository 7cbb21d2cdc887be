using System.Formats.Tar;
using System.Text.Json;
using Racklight.Mirrors;
using Racklight.Mirrors.Bundles;
using Racklight.Mirrors.Keeping;

namespace Racklight.Tests.Mirrors;

public sealed class BundleTests : IDisposable
{
    private readonly MirrorBench _from = new();
    private readonly MirrorBench _to = new();

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private string Tar => Path.Combine(_from.Directory, "rack.tar");

    [Fact]
    public async Task What_one_server_mirrored_another_has_after_an_import()
    {
        var records = new[] { await AddAsync("a", 1), await AddAsync("b", 2) };
        (await BundleWriter.WriteAsync(_from.Place, records, Tar, TimeProvider.System, default)).Files.ShouldBe(2);
        (await BundleReader.ReadAsync(_to.Place, Tar, TimeProvider.System, default)).ShouldBe(new BundleResult(2, 2, 2000));
        foreach (var record in records)
        {
            _to.Place.Index.Find(record.Url)!.ShouldSatisfyAllConditions(found => found.Digest.ShouldBe(record.Digest), found => found.Proof.ShouldBe(Proof.Catalog), found => found.Entries.ShouldBe(record.Entries));
            (await _to.Place.Artifacts.VerifyAsync(record.Digest)).ShouldBeTrue();
        }
        File.Exists(Tar + ".part").ShouldBeFalse();
    }

    [Theory]
    [InlineData("../../etc/cron.d/x")]
    [InlineData("/etc/passwd")]
    [InlineData("artifacts/../index/x.json")]
    [InlineData("artifacts/0000")]
    public async Task A_hostile_name_is_refused(string name)
    {
        var record = await AddAsync("a", 1);
        await WriteAsync(record, tar => tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) }));
        (await RefusedAsync()).ShouldContain("is no name of a file in a bundle");
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        var record = await AddAsync("a", 1);
        await WriteAsync(record, tar => tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, BundleManifest.NameOf(record.Digest)) { LinkName = "/etc/passwd" }));
        (await RefusedAsync()).ShouldContain("holds plain files only");
    }

    [Fact]
    public async Task Another_content_is_refused_and_nothing_of_it_kept()
    {
        var record = await AddAsync("a", 1);
        await WriteAsync(record, tar => tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BundleManifest.NameOf(record.Digest)) { DataStream = new MemoryStream(MirrorBench.Bytes(1000, 5)) }));
        (await RefusedAsync()).ShouldContain($"not {record.Digest}");
        _to.Place.Index.All().ShouldBeEmpty();
        _to.Place.Artifacts.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_twice_or_of_another_size_is_refused()
    {
        var record = await AddAsync("a", 1);
        var content = await File.ReadAllBytesAsync(_from.Place.Artifacts.PathOf(record.Digest));
        PaxTarEntry Entry(byte[] bytes) => new(TarEntryType.RegularFile, BundleManifest.NameOf(record.Digest)) { DataStream = new MemoryStream(bytes) };
        await WriteAsync(record, async tar =>
        {
            await tar.WriteEntryAsync(Entry(content));
            await tar.WriteEntryAsync(Entry(content));
        });
        (await RefusedAsync()).ShouldContain("or is there twice");
        await WriteAsync(record, tar => tar.WriteEntryAsync(Entry([1, 2])));
        (await RefusedAsync()).ShouldContain("has 2 bytes, its manifest says 1,000");
    }

    [Fact]
    public async Task A_bundle_that_is_cut_off_imports_only_whole_files()
    {
        var records = new[] { await AddAsync("a", 1), await AddAsync("b", 2) };
        await BundleWriter.WriteAsync(_from.Place, records, Tar, TimeProvider.System, default);
        var whole = await File.ReadAllBytesAsync(Tar);
        for (var length = 0; length < whole.Length - 1024; length += 700)
        {
            await File.WriteAllBytesAsync(Tar, whole[..length]);
            await RefusedAsync();
            foreach (var record in _to.Place.Index.All()) (await _to.Place.Artifacts.VerifyAsync(record.Digest)).ShouldBeTrue();
        }
    }

    private async Task<string> RefusedAsync()
        => (await Should.ThrowAsync<ProblemException>(() => BundleReader.ReadAsync(_to.Place, Tar, TimeProvider.System, default))).Message;

    private async Task WriteAsync(MirrorRecord record, Func<TarWriter, Task> rest)
    {
        await using var file = File.Create(Tar);
        await using var tar = new TarWriter(file);
        var manifest = new BundleManifest { Version = 1, Written = DateTimeOffset.UnixEpoch, Records = [record] };
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BundleManifest.Name) { DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, MirrorJson.Default.BundleManifest)) });
        await rest(tar);
    }

    private async Task<MirrorRecord> AddAsync(string name, int seed)
    {
        var digest = await _from.Place.Artifacts.PutAsync(new MemoryStream(MirrorBench.Bytes(1000, seed)));
        var record = new MirrorRecord { Url = new Uri($"https://mirror.example/{name}"), Digest = digest, Size = 1000, Entries = [name], Role = "iso", Proof = Proof.Catalog, Why = "test", Fetched = DateTimeOffset.UnixEpoch };
        _from.Place.Index.Write(record);
        return record;
    }
}
