using Racklight.Images.Mirrors;
using Racklight.Sites;

namespace Racklight.Tests.Images;

public sealed class MirrorTests
{
    private const string Bookworm = "ID=debian\nVERSION_CODENAME=bookworm\n";

    private const string Stanzas = """
        # a comment
        Types: deb deb-src
        URIs: http://mirror.example.org/debian
        Suites: bookworm bookworm-updates
        Components: main
         contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://mirror.example.org/debian-security
        Suites: bookworm-security
        Components: main

        Types: deb
        URIs: http://vendor.example.com/apt
        Suites: bookworm
        Components: main
        Signed-By: /etc/apt/keyrings/vendor.gpg

        Enabled: no
        Types: deb
        URIs: http://old.example.org/debian
        Suites: bookworm
        Components: main
        """;

    [Fact]
    public void Deb822_stanzas_give_one_source_for_each_suite()
        => AptSourceReader.ReadStanzas(Stanzas).Select(source => source.Line).ShouldBe([
            "deb http://mirror.example.org/debian bookworm main contrib",
            "deb http://mirror.example.org/debian bookworm-updates main contrib",
            "deb http://mirror.example.org/debian-security bookworm-security main",
            "deb http://vendor.example.com/apt bookworm main",
        ]);

    [Fact]
    public void One_line_sources_keep_their_keyring_apart()
    {
        var sources = AptSourceReader.ReadLines("# deb http://x/ y z\ndeb [arch=amd64 signed-by=/k.gpg] http://a.example.org/debian bookworm main contrib # why\ndeb-src http://a bookworm main\ndeb broken\n").ToArray();
        sources.ShouldBe([new AptSource("http://a.example.org/debian", "bookworm", "main contrib", "/k.gpg")]);
    }

    [Fact]
    public void The_machines_own_sources_serve_the_same_release_with_updates_and_security_but_not_vendors()
        => MirrorChoice.Lines("m", Image("debian/bookworm"), Bookworm, [.. AptSourceReader.ReadStanzas(Stanzas)]).ShouldBe([
            "deb http://mirror.example.org/debian bookworm main contrib",
            "deb http://mirror.example.org/debian bookworm-updates main contrib",
            "deb http://mirror.example.org/debian-security bookworm-security main",
        ]);

    [Theory]
    [InlineData("debian/trixie", Bookworm)]
    [InlineData("debian/bookworm", "ID=ubuntu\nVERSION_CODENAME=bookworm\n")]
    [InlineData("debian/bookworm", "ID=debian\nVERSION_CODENAME=trixie\n")]
    [InlineData("debian/bookworm", "")]
    public void Another_release_stops_and_says_which_line_to_add(string wanted, string machine)
    {
        var problem = Should.Throw<ProblemException>(() => MirrorChoice.Lines("m", Image(wanted), machine, [.. AptSourceReader.ReadStanzas(Stanzas)])).Problems.Single();
        problem.File.ShouldBe("images/m/image.yaml");
        problem.Hint!.ShouldContain("mirror: URL");
    }

    [Fact]
    public void A_mirror_in_the_recipe_is_used_whatever_the_machine_is()
        => MirrorChoice.Lines("m", Image("debian/trixie") with { Mirror = "http://a.example.org/debian/" }, "", []).ShouldBe(["deb http://a.example.org/debian trixie main"]);

    [Fact]
    public void A_base_that_cannot_be_built_is_refused_in_words()
        => Should.Throw<ProblemException>(() => MirrorChoice.Lines("m", Image("fedora/41"), Bookworm, [])).Problems.Single().Message.ShouldContain("fedora/41");

    private static ImageFile Image(string from) => new() { Base = from };
}
