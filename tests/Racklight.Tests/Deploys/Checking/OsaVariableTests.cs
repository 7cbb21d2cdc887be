using System.Text;
using Racklight.Deploys.Checking;
using Racklight.Deploys.Findings;
using Racklight.Releases;
using Racklight.Vault;

namespace Racklight.Tests.Deploys.Checking;

/// <summary>openstack-ansible's variables: names that are slips, secrets that are missing or empty, what stands in two files.</summary>
public class OsaVariableTests
{
    private static string Secrets => string.Concat(ReleaseNames.OsaSecrets.Of(Series.Latest).Select(static key => $"{key}: \"{{{{ vault_{key} }}}}\"\n"));

    [Fact]
    public async Task The_samples_of_the_release_have_only_their_empty_secrets()
    {
        var found = await CheckAsync(("user_secrets.yml", File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "user_secrets.yml"))), ("user_variables.yml", File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "user_variables.yml"))));
        found.Select(static finding => finding.Rule).Distinct().ShouldBe(["empty-password"]);
        found.Count.ShouldBe(ReleaseNames.OsaSecrets.All.Count);
        (await CheckAsync(("user_secrets.yml", Secrets))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("keystone_auth_admin_password", "keystone_auth_admin_pasword")]
    [InlineData("rabbitmq_cookie_token", "rabbitmq_cooki_token")]
    [InlineData("nova_service_password", "nvoa_service_password")]
    public async Task A_slip_in_a_secrets_name_is_told_with_what_was_meant(string right, string wrong)
    {
        var found = await CheckAsync(("user_secrets.yml", Secrets.Replace(right + ":", wrong + ":", StringComparison.Ordinal)));
        var slip = found.Single(static finding => finding.Rule == "unknown-secret");
        slip.Message.ShouldContain($"did you mean `{right}`?");
        slip.Instead.ShouldBe(right);
        slip.Line.ShouldBeGreaterThan(1);
        found.Single(static finding => finding.Rule == "missing-secret").Message.ShouldContain($"`{right}`");
        found.ShouldAllBe(static finding => finding.Severity == Severity.Warning);
    }

    [Fact]
    public async Task Names_of_other_releases_and_of_ones_own_are_no_slips()
    {
        (string, string)[] texts = [("user_secrets.yml", Secrets + "sahara_service_password: \"{{ x }}\"\nacme_monitoring_password: \"{{ y }}\"\n"), ("user_variables.yml", "acme_racks: [r1]\nneutron_plugin_type: ml2.ovn\nacme_login: \"ops:{{ acme_monitoring_password }}\"\n")];
        (await CheckAsync("2024.1", texts)).ShouldBeEmpty();
        // Of the release whose list is known, what nothing reads is told.
        var finding = (await CheckAsync(texts)).ShouldHaveSingleItem();
        (finding.Rule, finding.Message).ShouldBe(("unknown-secret", $"openstack-ansible {Series.Latest} has no secret `sahara_service_password`"));
    }

    public static TheoryData<string> OtherReleases => [.. Series.All.Where(static series => series != Series.Latest).Select(static series => series.Name)];

    [Theory]
    [MemberData(nameof(OtherReleases))]
    public async Task Of_a_release_whose_names_are_not_known_nothing_is_called_unknown_or_missing(string release)
    {
        // Less than the newest release has, and names that only others have.
        var few = string.Join('\n', Secrets.Split('\n').Where(static (_, place) => place % 3 != 0)) + "\nsahara_service_password: \"{{ x }}\"\nmurano_rabbitmq_password: \"{{ x }}\"\n";
        (await CheckAsync(release, ("user_secrets.yml", few), ("user_variables.yml", "rabbitmq_install_method: distro\nnova_libvirt_type: kvm\nrepo_build_venv_timeout: 60\n"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_assumed_of_the_release_is_said()
    {
        var slip = (await CheckAsync("2024.1", ("user_variables.yml", "install_metod: source\n"))).ShouldHaveSingleItem();
        slip.Message.ShouldBe($"`install_metod` looks like a slip: did you mean `install_method`? The names of openstack-ansible 2024.1 are not known here, those of {Series.Latest} are");
        var less = Secrets[(Secrets.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        (await CheckAsync(("user_secrets.yml", less))).ShouldHaveSingleItem().Message.ShouldEndWith("; nothing says that it is the release, its names are the most like: --release");
        (await CheckAsync(Series.Latest.Name, ("user_secrets.yml", less))).ShouldHaveSingleItem().Message.ShouldNotContain("--release");
    }

    [Fact]
    public async Task Missing_secrets_are_told_only_of_the_release_whose_list_is_known()
    {
        var few = string.Join('\n', Secrets.Split('\n').Take(40)) + "\n";
        (await CheckAsync(("user_secrets.yml", few))).ShouldBeEmpty();
        (await CheckAsync("2024.1", ("user_secrets.yml", few))).ShouldBeEmpty();
        var finding = (await CheckAsync(Series.Latest.Name, ("user_secrets.yml", few))).ShouldHaveSingleItem();
        finding.Rule.ShouldBe("missing-secret");
        finding.Message.ShouldStartWith($"{ReleaseNames.OsaSecrets.All.Count - 40} secrets of openstack-ansible {Series.Latest} are in no user_*.yml: ");
        // They may be in another file.
        (await CheckAsync(Series.Latest.Name, ("user_secrets.yml", few), ("user_secrets_more.yml", string.Join('\n', Secrets.Split('\n').Skip(40))))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_vaulted_list_is_looked_into_with_its_password_and_assumes_nothing_without()
    {
        using var keyring = new VaultKeyring();
        keyring.Add("default", VaultPassword.FromFile("correct horse battery staple"u8));
        var closed = Encoding.ASCII.GetString(keyring.Seal(Encoding.UTF8.GetBytes(Secrets.Replace("nova_service_password: ", "nova_service_passwrd: ", StringComparison.Ordinal).Replace("\"{{ vault_heat_service_password }}\"", "", StringComparison.Ordinal))));
        (await CheckAsync(Series.Latest.Name, ("user_secrets.yml", closed))).ShouldBeEmpty();
        using var files = Write(("user_secrets.yml", closed));
        var found = (await new DeployCheck(Series.Latest, keyring).RunAsync(files.Root, TestContext.Current.CancellationToken)).Findings;
        found.Select(static finding => finding.Rule).Order().ShouldBe(["empty-password", "missing-secret", "unknown-secret"]);
    }

    [Fact]
    public async Task What_stands_in_two_files_and_a_slip_among_variables_are_told()
    {
        var found = await CheckAsync(("user_variables.yml", "install_metod: source\nhaproxy_use_keepalived: true\n"), ("user_network.yml", "haproxy_use_keepalived: false\n"));
        found.Select(static finding => (finding.File, finding.Rule, finding.Line)).ShouldBe([("user_variables.yml", "unknown-variable", 1), ("user_variables.yml", "variable-twice", 2)]);
        found[0].Instead.ShouldBe("install_method");
        found[1].Message.ShouldContain("user_network.yml");
    }

    [Fact]
    public async Task An_empty_secret_that_nothing_makes_is_told_to_be_written()
    {
        var found = await CheckAsync(("user_secrets.yml", "acme_thing:\nacme_key: ''\n"));
        found.Select(static finding => finding.Rule).ShouldBe(["empty-password", "empty-password"]);
        found[0].Instead!.ShouldStartWith("write one");
        found[1].Instead!.ShouldStartWith("racklight secret generate --for osa");
    }

    private static Task<IReadOnlyList<Finding>> CheckAsync(params (string Name, string Text)[] texts) => CheckAsync(null, texts);

    private static async Task<IReadOnlyList<Finding>> CheckAsync(string? release, params (string Name, string Text)[] texts)
    {
        using var files = Write(texts);
        return (await new DeployCheck(release is null ? null : Series.Find(release), null).RunAsync(files.Root, TestContext.Current.CancellationToken)).Findings;
    }

    /// <summary>The files beside a configuration that has nothing to be told.</summary>
    private static TemporaryFiles Write(params (string Name, string Text)[] texts)
    {
        var files = new TemporaryFiles();
        files.Write("openstack_user_config.yml", File.ReadAllText(Path.Combine(DeployTools.Data("osa"), "openstack_user_config.yml.test.example")));
        foreach (var (name, text) in texts) files.Write(name, text);
        return files;
    }
}
