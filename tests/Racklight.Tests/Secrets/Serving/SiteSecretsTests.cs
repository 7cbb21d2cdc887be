using Racklight.Answers;
using Racklight.Secrets.Serving;
using Racklight.Sites;
using Racklight.Tests.Sites;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Secrets.Serving;

/// <summary>Secrets of a site by name, out of files that ansible-vault wrote.</summary>
public sealed class SiteSecretsTests(VaultSamples samples) : IClassFixture<VaultSamples>
{
    [Fact]
    public async Task Names_are_found_in_whole_files_and_among_single_values()
    {
        using var site = Site("[secrets/*.yml, cloud/passwords.yml]").Write("secrets/a.yml", samples.Whole).Write("secrets/b.yml", samples.Inline).Write("secrets/.hidden.yml", "x").Write("cloud/passwords.yml", samples.Labelled);
        var secrets = (await samples.ServerAsync(site)).Of(Read(site));
        secrets.Unavailable.ShouldBeNull();
        secrets.Files.ShouldBe(["cloud/passwords.yml", "secrets/a.yml", "secrets/b.yml"]);
        secrets.Find("root_password").ShouldBe(VaultSamples.Root);
        secrets.Find("token").ShouldBe(VaultSamples.Token);
        secrets.Find("prod_password").ShouldBe(VaultSamples.Root);
        secrets.Find("number").ShouldBe("0755");
        secrets.Find("none").ShouldBeNull();
        secrets.Look("token").ShouldBe(SecretPresence.Present);
        secrets.Look("none").ShouldBe(SecretPresence.Missing);
    }

    [Theory]
    [InlineData("keys", "it is a mapping, and a template takes text")]
    [InlineData("list", "it is a list, and a template takes text")]
    [InlineData("later", "it has no value yet")]
    [InlineData("open", "it lies open there: it is not encrypted")]
    [InlineData("tagged", "it lies open there: it is not encrypted")]
    public async Task What_a_template_cannot_take_is_an_error_with_its_file(string name, string message)
    {
        using var site = Site("[secrets/*.yml]").Write("secrets/a.yml", samples.Whole).Write("secrets/b.yml", samples.Inline);
        var secrets = (await samples.ServerAsync(site)).Of(Read(site));
        var told = Should.Throw<ProblemException>(() => secrets.Find(name)).Problems[0];
        told.Message.ShouldBe(message);
        told.File.ShouldBe(name is "open" or "tagged" ? "secrets/b.yml" : "secrets/a.yml");
        told.Hint.ShouldNotBeNull();
        Should.Throw<ProblemException>(() => secrets.Look(name));
    }

    [Fact]
    public async Task A_name_in_two_files_is_an_error_that_names_both()
    {
        using var site = Site("[secrets/*.yml]").Write("secrets/a.yml", samples.Whole).Write("secrets/b.yml", samples.Whole);
        (await FaultAsync(samples.ServerAsync(site), site)).Message.ShouldContain("secrets/a.yml and secrets/b.yml hold it, and nothing says which counts");
    }

    [Fact]
    public async Task A_wrong_password_and_broken_YAML_are_errors_that_show_nothing_of_the_text()
    {
        using var site = Site("[secrets/a.yml]").Write("secrets/a.yml", samples.Whole);
        (await FaultAsync(samples.ServerAsync(site, "wrong"), site)).Message.ShouldContain("secrets/a.yml: error: the password for `default` does not open it");
        site.Write("secrets/a.yml", samples.Inline);
        var inline = (await samples.ServerAsync(site, "wrong")).Of(Read(site));
        Should.Throw<ProblemException>(() => inline.Look("token")).Message.ShouldContain("secrets/a.yml: error: `token` (line 1): the password for `default` does not open it");
        site.Write("secrets/a.yml", samples.Broken);
        var told = await FaultAsync(samples.ServerAsync(site), site);
        told.Message.ShouldContain("secrets/a.yml: error: what is encrypted in it is no YAML mapping: its text is at fault in line");
        told.Message.ShouldNotContain(VaultSamples.Root);
        site.Write("secrets/a.yml", samples.Whole[..^40]);
        (await FaultAsync(samples.ServerAsync(site), site)).Message.ShouldContain("the vault was cut off");
    }

    [Fact]
    public async Task A_server_without_a_password_and_a_site_without_files_say_so()
    {
        using var site = Site("[secrets/a.yml]").Write("secrets/a.yml", samples.Whole);
        (await samples.ServerAsync(site, null)).Of(Read(site)).Unavailable!.ToString().ShouldContain("this server was given no vault password\n    try: racklight serve --vault-password-file FILE");
        (await samples.ServerAsync(site)).Of(Read(site).Masked()).Unavailable!.Message.ShouldBe("this ref is not protected: it sees no secret");
        using var none = TemporarySite.Good();
        (await samples.ServerAsync(none)).Of(Read(none)).Unavailable!.Message.ShouldBe("site.yaml names no file of secrets");
    }

    [Fact]
    public async Task A_changed_file_of_a_directory_counts_at_once()
    {
        using var site = Site("[secrets/a.yml]").Write("secrets/a.yml", samples.Whole);
        var vaults = await samples.ServerAsync(site);
        var read = Read(site);
        vaults.Of(read).Find("root_password").ShouldBe(VaultSamples.Root);
        site.Write("secrets/a.yml", samples.Inline);
        vaults.Of(read).Find("root_password").ShouldBeNull();
        vaults.Of(read).Find("token").ShouldBe(VaultSamples.Token);
    }

    [Fact]
    public async Task Flags_name_passwords_and_scripts_but_none_of_the_sites_repository_is_run()
    {
        using var git = await GitSite.GoodAsync();
        var script = Path.Combine(git.Work, "ops/vault.sh");
        git.Write("ops/vault.sh", "#!/bin/sh\ntouch ran\necho geheim\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var refused = await Should.ThrowAsync<ProblemException>(() => VaultSamples.PasswordsAsync(git.Work, [script]));
        refused.Message.ShouldContain("it is executable and lies in the site's repository");
        File.CreateSymbolicLink(samples.At("link.sh"), script);
        (await Should.ThrowAsync<ProblemException>(() => VaultSamples.PasswordsAsync(Path.Combine(git.Work, "nodes"), [], ["prod@" + samples.At("link.sh")]))).Message.ShouldContain("lies in the site's repository");
        File.Exists(Path.Combine(git.Work, "ran")).ShouldBeFalse();
        (await Should.ThrowAsync<ProblemException>(() => VaultSamples.PasswordsAsync(git.Work, [samples.At("nothing")]))).Message.ShouldContain("there is no such file");
        using var passwords = await VaultSamples.PasswordsAsync(git.Work, [], ["prod@" + samples.At("pw"), samples.At("wrong")]);
        passwords.Keyring!.Ids.ShouldBe(["prod", "default"]);
    }

    [Theory]
    [InlineData("[secrets/none.yml]", "there is no secrets/none.yml")]
    [InlineData("[secrets]", "secrets is a directory")]
    [InlineData("[../a.yml]", "`../a.yml` leaves the site")]
    [InlineData("['../*.yml']", "`../*.yml` leaves the site")]
    [InlineData("['/etc/*']", "`/etc/*` leaves the site")]
    [InlineData("['secrets/**']", "`**` does not mean any depth here")]
    [InlineData("['secrets/*.yaml']", "warning: no file matches `secrets/*.yaml`")]
    [InlineData("[secrets/link.yml]", "is a link that leaves the site")]
    public void Files_that_are_not_there_or_lead_outside_are_told_by_site_check(string named, string message)
    {
        using var site = Site(named).Write("secrets/a.yml", samples.Whole);
        File.CreateSymbolicLink(Path.Combine(site.Root, "secrets/link.yml"), "/etc/passwd");
        site.Check().ShouldContain(message);
    }

    [Fact]
    public void More_files_than_are_read_are_an_error()
    {
        using var site = Site("['secrets/*.yml']");
        for (var i = 0; i <= SecretFiles.Most; i++) site.Write($"secrets/{i}.yml", "a: 1\n");
        site.Check().ShouldContain("`secrets:` names more than 64 files");
    }

    private static async Task<ProblemException> FaultAsync(Task<SiteVaults> vaults, TemporarySite site)
    {
        var secrets = (await vaults).Of(Read(site));
        return Should.Throw<ProblemException>(() => secrets.Find("root_password"));
    }

    private static TemporarySite Site(string named)
    {
        var site = TemporarySite.Good();
        return site.Write("site.yaml", File.ReadAllText(Path.Combine(site.Root, "site.yaml")) + $"secrets: {named}\n");
    }

    private static Site Read(TemporarySite site) => SiteReader.Read(site.Root).Require();
}
