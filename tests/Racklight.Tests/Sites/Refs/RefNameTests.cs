using CsCheck;
using Racklight.Sites;

namespace Racklight.Tests.Sites.Refs;

public sealed class RefNameTests
{
    private const string Letters = "ab.@{}/-~^:?*[\\ lock\u0001ü";

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("-main", "begins with a hyphen")]
    [InlineData("--upload-pack=touch", "begins with a hyphen")]
    [InlineData("a..b", "two dots")]
    [InlineData("main~1", "`~`")]
    [InlineData("main^{tree}", "`^`")]
    [InlineData("main@{1}", "`{`")]
    [InlineData("@", "only @")]
    [InlineData("a b", "U+0020")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\\b", "`\\`")]
    [InlineData("a*", "`*`")]
    [InlineData("a?", "`?`")]
    [InlineData("[a", "`[`")]
    [InlineData("a$(id)", "`$`")]
    [InlineData("a;id", "`;`")]
    [InlineData("a%2e%2e", "`%`")]
    [InlineData("ä", "U+00E4")]
    [InlineData("/a", "slash")]
    [InlineData("a/", "slash")]
    [InlineData("a//b", "slash")]
    [InlineData(".a", "begins with a dot")]
    [InlineData("a/.git/config", "begins with a dot")]
    [InlineData("a.", "ends with a dot")]
    [InlineData("a.lock", ".lock")]
    [InlineData("a.lock/b", ".lock")]
    [InlineData("ext::sh", "user with other characters", "`:`")]
    [InlineData("alice:", "names no branch")]
    [InlineData(":main", "no user")]
    [InlineData("../x:main", "user that begins")]
    [InlineData("a..b:main", "two in a row")]
    [InlineData("a/b:main", "user with other characters")]
    [InlineData("-x:main", "user that begins")]
    [InlineData("alice:-x", "begins with a hyphen")]
    public void A_hostile_name_is_refused_before_git_hears_of_it(string text, params string[] reasons)
    {
        var message = Should.Throw<ProblemException>(() => RefName.Parse(text)).Message;
        reasons.ShouldContain(reason => message.Contains(reason), message);
    }

    [Fact]
    public void A_long_name_is_refused_and_not_printed_whole()
        => Should.Throw<ProblemException>(() => RefName.Parse(new string('a', 201))).Message.Length.ShouldBeLessThan(400);

    [Theory]
    [InlineData("main", null)]
    [InlineData("feature/new-kernel", null)]
    [InlineData("dependabot/npm/@types/x+1", null)]
    [InlineData("fix/#12,a=b", null)]
    [InlineData("refs/heads/main", null)]
    [InlineData("alice:feature/x", "alice")]
    public void A_name_that_people_use_is_taken(string text, string? user) => RefName.Parse(text).User.ShouldBe(user);

    [Fact]
    public void Whatever_is_taken_git_takes_too()
        => Gen.Int[0, Letters.Length - 1].Array[1, 12].Select(static places => new string([.. places.Select(static place => Letters[place])])).Sample(text =>
        {
            if (RefName.Fault(text) is not null) return;
            // git-check-ref-format(1), rules 1 to 10.
            text.ShouldNotContain("..");
            text.ShouldNotContain("@{");
            text.ShouldNotContain("//");
            text[0].ShouldNotBe('-');
            foreach (var part in text.Split('/'))
            {
                part.ShouldNotBeEmpty();
                part.ShouldNotStartWith(".");
                part.ShouldNotEndWith(".lock");
            }
        });

    [Theory]
    [InlineData("https://git.example.org/{user}/site.git", true, null)]
    [InlineData("ssh://git@git.example.org/{user}/site.git", true, null)]
    [InlineData("/srv/forks/{user}.git", true, null)]
    [InlineData("ext::sh -c id", false, "character")]
    [InlineData("ext::sh", false, "remote helper")]
    [InlineData("file:///srv/x.git", false, "neither")]
    [InlineData("https://{user}.example.org/site.git", true, "in its host")]
    [InlineData("https://git.example.org/site.git", true, "no {user}")]
    [InlineData("https://git.example.org/{user}/x.git", false, "only the address of *")]
    [InlineData("https://u:secret@git.example.org/x.git", false, "password")]
    [InlineData("ssh://-oProxyCommand=id/x", false, "")]
    [InlineData("/srv/../etc", false, "part")]
    [InlineData("relative/x.git", false, "neither")]
    [InlineData("--upload-pack=id", false, "neither")]
    public void The_address_of_a_fork_is_one_that_runs_nothing(string address, bool forAll, string? reason)
    {
        var fault = RemoteAddress.Fault(address, forAll);
        if (reason is null) fault.ShouldBeNull();
        else fault.ShouldNotBeNull().ShouldContain(reason);
    }
}
