using Racklight.State.Artifacts;

namespace Racklight.Tests.State;

public sealed class ArtifactTests : StateFixture
{
    private ArtifactStore Store => new(Path.Combine(Directory, "artifacts"));

    private string Incoming => Path.Combine(Directory, "artifacts", "incoming");

    [Fact]
    public async Task What_is_put_is_found_under_its_digest()
    {
        byte[] content = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31))];
        var digest = await Store.PutAsync(new MemoryStream(content), cancellationToken: Token);
        digest.ShouldBe(Digest.Of(content));
        (await Store.PutAsync(new MemoryStream(content), digest, Token)).ShouldBe(digest);
        (await File.ReadAllBytesAsync(Store.PathOf(digest), Token)).ShouldBe(content);
        (await Store.VerifyAsync(digest, Token)).ShouldBeTrue();
        Store.List().ShouldBe([(digest, 3_000_000L)]);
        Store.Open(Digest.Of([0])).ShouldBeNull();
    }

    [Fact]
    public async Task Content_that_is_not_the_expected_one_is_refused()
    {
        await Should.ThrowAsync<ProblemException>(() => Store.PutAsync(new MemoryStream([1]), Digest.Of([2]), Token));
        Store.List().ShouldBeEmpty();
        System.IO.Directory.GetFiles(Incoming).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_moved_or_linked_in()
    {
        var file = Path.Combine(Directory, "rootfs");
        await File.WriteAllTextAsync(file, "squash", Token);
        var digest = await Store.LinkInAsync(file, Token);
        File.Exists(file).ShouldBeTrue();
        (await Store.MoveInAsync(file, Token)).ShouldBe(digest);
        File.Exists(file).ShouldBeFalse();
        (await Store.VerifyAsync(digest, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_flipped_byte_is_found()
    {
        var digest = await Store.PutAsync(new MemoryStream([1, 2, 3]), cancellationToken: Token);
        File.Delete(Store.PathOf(digest));
        await File.WriteAllBytesAsync(Store.PathOf(digest), [1, 2, 4], Token);
        (await Store.VerifyAsync(digest, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_half_written_and_the_unwanted_are_swept_unless_they_are_new()
    {
        var kept = await Store.PutAsync(new MemoryStream([1]), cancellationToken: Token);
        var unwanted = await Store.PutAsync(new MemoryStream([2, 2]), cancellationToken: Token);
        await File.WriteAllTextAsync(Path.Combine(Incoming, "half"), "abc", Token);
        var written = File.GetLastWriteTimeUtc(Path.Combine(Incoming, "half"));
        Store.List().Count().ShouldBe(2);
        Store.Gc(new HashSet<Digest> { kept }, written.AddHours(-1)).ShouldBe((0, 0L));
        Store.Gc(new HashSet<Digest> { kept }, written.AddHours(1)).ShouldBe((2, 5L));
        Store.Exists(kept).ShouldBeTrue();
        Store.Exists(unwanted).ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_disk_is_said_with_numbers_and_leaves_nothing_half_made()
    {
        StateChild.RequireMounts();
        using var child = StateChild.Start("artifacts", Directory, "size=4m");
        var said = await child.StandardOutput.ReadToEndAsync(Token);
        said.ShouldContain($"no space for an artifact in {Directory}: 8 MiB are needed, 3 MiB are free");
        said.ShouldContain("no space for an artifact in " + Directory + ": ", Case.Sensitive);
        said.Split("no space").Length.ShouldBe(3);
        said.ShouldContain("files 1 sound True");
    }
}
