using System.Net;
using Racklight.App;
using Racklight.NetBoot.Tftp;

namespace Racklight.Tests.NetBoot.Tftp;

public sealed class TftpDirectoryFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-tftp-");

    private string First => Directory.CreateDirectory(Path.Combine(_directory.FullName, "first")).FullName;

    private string Second => Directory.CreateDirectory(Path.Combine(_directory.FullName, "second")).FullName;

    [Fact]
    public void The_first_directory_that_has_a_name_wins_and_memory_wins_over_both()
    {
        File.WriteAllText(Path.Combine(First, "a"), "first a");
        File.WriteAllText(Path.Combine(Second, "a"), "second a");
        File.WriteAllText(Path.Combine(Second, "b"), "second b");
        using var files = new TftpDirectoryFiles([First, Second]);
        Content(files, "a").ShouldBe("first a");
        Content(files, "b").ShouldBe("second b");
        files.Put("a", "memory"u8.ToArray());
        Content(files, "a").ShouldBe("memory");
        files.Remove("a");
        Content(files, "a").ShouldBe("first a");
    }

    [Fact]
    public void A_changed_file_is_served_as_it_is_now()
    {
        var path = Path.Combine(First, "a");
        File.WriteAllText(path, "before");
        using var files = new TftpDirectoryFiles([First]);
        Content(files, "a").ShouldBe("before");
        File.WriteAllText(path + ".new", "after!");
        File.Move(path + ".new", path, overwrite: true);
        Content(files, "a").ShouldBe("after!");
    }

    [Fact]
    public void A_link_out_of_the_directories_is_refused_and_one_within_is_followed()
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "secret"), "secret");
        File.WriteAllText(Path.Combine(Second, "inside"), "inside");
        File.CreateSymbolicLink(Path.Combine(First, "out"), Path.Combine(_directory.FullName, "secret"));
        File.CreateSymbolicLink(Path.Combine(First, "in"), Path.Combine(Second, "inside"));
        Directory.CreateSymbolicLink(Path.Combine(First, "dir"), _directory.FullName);
        using var files = new TftpDirectoryFiles([First, Second]);
        Open(files, "out").State.ShouldBe(TftpOpeningState.OutsideRoot);
        Open(files, "dir/secret").State.ShouldBe(TftpOpeningState.OutsideRoot);
        Content(files, "in").ShouldBe("inside");
    }

    [Fact]
    public void A_sibling_whose_name_begins_alike_is_outside()
    {
        var sibling = Directory.CreateDirectory(First + "-private").FullName;
        File.WriteAllText(Path.Combine(sibling, "key"), "key");
        File.CreateSymbolicLink(Path.Combine(First, "key"), Path.Combine(sibling, "key"));
        using var files = new TftpDirectoryFiles([First]);
        Open(files, "key").State.ShouldBe(TftpOpeningState.OutsideRoot);
    }

    [Fact]
    public async Task Directories_and_pipes_are_not_served_and_do_not_block()
    {
        Directory.CreateDirectory(Path.Combine(First, "sub"));
        await ProcessRunner.RequireAsync(new ProcessSpec("mkfifo", Path.Combine(First, "pipe")));
        using var files = new TftpDirectoryFiles([First]);
        Open(files, "sub").State.ShouldBe(TftpOpeningState.NotServed);
        Open(files, "pipe").State.ShouldBe(TftpOpeningState.NotServed);
        Open(files, "none").State.ShouldBe(TftpOpeningState.NotFound);
        Open(files, "none/none").State.ShouldBe(TftpOpeningState.NotFound);
    }

    [Fact]
    public void Case_is_ignored_only_where_asked()
    {
        Directory.CreateDirectory(Path.Combine(First, "Boot"));
        File.WriteAllText(Path.Combine(First, "Boot", "BCD"), "bcd");
        using var exact = new TftpDirectoryFiles([First]);
        Open(exact, "boot/bcd").State.ShouldBe(TftpOpeningState.NotFound);
        using var loose = new TftpDirectoryFiles([First], ignoreCase: true);
        Content(loose, "boot/bcd").ShouldBe("bcd");
    }

    [Fact]
    public void A_large_file_is_read_from_disk_and_shared()
    {
        var content = new byte[100_000];
        Random.Shared.NextBytes(content);
        File.WriteAllBytes(Path.Combine(First, "big"), content);
        using var files = new TftpDirectoryFiles([First], cacheBytes: 1000);
        using var one = Open(files, "big").File!;
        using var two = Open(files, "big").File!;
        two.ShouldBeSameAs(one);
        one.Dispose();
        var read = new byte[1000];
        two.Read(99_500, read).ShouldBe(500);
        read[..500].ShouldBe(content[99_500..]);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static TftpOpening Open(TftpDirectoryFiles files, string name) => files.Open(name, new IPEndPoint(IPAddress.Loopback, 1), IPAddress.Loopback);

    private static string Content(TftpDirectoryFiles files, string name)
    {
        using var file = Open(files, name).File.ShouldNotBeNull();
        var bytes = new byte[file.Length];
        file.Read(0, bytes).ShouldBe(bytes.Length);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
