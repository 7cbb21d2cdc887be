using Racklight.Images.Building;
using Racklight.Sites;

namespace Racklight.Tests.Images;

public sealed class RecipeWordsTests
{
    [Theory]
    [InlineData("zstd:3", "zstd", 3)]
    [InlineData("zstd", "zstd", 3)]
    [InlineData("zstd:22", "zstd", 22)]
    [InlineData("xz", "xz", null)]
    [InlineData("lz4", "lz4", null)]
    [InlineData("gzip:9", "gzip", 9)]
    public void Compression_reads_what_image_yaml_may_say(string text, string algorithm, int? level) => Compression.Parse(text).ShouldBe(new Compression(algorithm, level));

    [Theory]
    [InlineData("zstd:0")]
    [InlineData("zstd:23")]
    [InlineData("zstd:-1")]
    [InlineData("xz:9")]
    [InlineData("brotli")]
    [InlineData("zstd:3:3")]
    [InlineData("")]
    public void Compression_refuses_the_rest(string text) => Should.Throw<ProblemException>(() => Compression.Parse(text));

    [Fact]
    public void Persist_is_one_path_a_line() => PersistList.Text("m", ["/etc/ssh", "/var/lib/nova/"]).ShouldBe("/etc/ssh\n/var/lib/nova\n");

    [Theory]
    [InlineData("/")]
    [InlineData("etc/ssh")]
    [InlineData("/etc")]
    [InlineData("/etc/../root")]
    [InlineData("/etc//ssh")]
    [InlineData("/data/x")]
    [InlineData("/usr/local")]
    [InlineData("/proc/sys")]
    [InlineData("/var/lib/a b")]
    [InlineData("/var/lib/a\n/etc/shadow")]
    [InlineData("/var/lib/$(reboot)")]
    public void Persist_refuses_paths_that_must_not_be_moved(string path) => Should.Throw<ProblemException>(() => PersistList.Text("m", [path]));

    [Fact]
    public void Persist_refuses_a_path_inside_another_and_says_all_that_is_wrong()
        => Should.Throw<ProblemException>(() => PersistList.Text("m", ["/etc/nova", "/etc/nova/keys", "relative"])).Problems.Count.ShouldBe(2);

    [Fact]
    public void A_playbook_brings_python_and_the_flavour_names_the_kernel()
    {
        var packages = PackageSet.For(new ImageFile { Base = "debian/bookworm", Packages = ["curl", "tmux"], Playbook = "playbook.yml", Kernel = new KernelConfig { Flavour = "cloud-amd64" } });
        packages.ShouldContain("linux-image-cloud-amd64");
        packages.ShouldContain("python3");
        packages.Count(package => package == "curl").ShouldBe(1);
        PackageSet.For(new ImageFile { Base = "debian/bookworm" }).ShouldNotContain("python3");
    }

    [Fact]
    public void The_newest_archive_date_stands_for_the_time_of_the_build()
        => ChrootStep.NewestDate(["Suite: x", "Date: Sat, 10 Jan 2026 11:00:00 UTC", "Date: Sun, 11 Jan 2026 11:00:00 UTC", "Date: nonsense"]).ShouldBe("1768129200");

    [Fact]
    public void Files_beside_image_yaml_are_inputs_and_image_yaml_itself_is_not()
    {
        var directory = Directory.CreateTempSubdirectory("rl-recipe-").FullName;
        try
        {
            string Hash() => RecipeFiles.Hash(directory, Path.Combine(directory, "none"));
            File.WriteAllText(Path.Combine(directory, "image.yaml"), "a");
            File.WriteAllText(Path.Combine(directory, "playbook.yml"), "a");
            var first = Hash();
            File.WriteAllText(Path.Combine(directory, "image.yaml"), "b");
            Hash().ShouldBe(first);
            Directory.CreateDirectory(Path.Combine(directory, "files"));
            File.WriteAllText(Path.Combine(directory, "files", "x"), "");
            var second = Hash();
            second.ShouldNotBe(first);
            File.SetUnixFileMode(Path.Combine(directory, "files", "x"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Hash().ShouldNotBe(second);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
