using Racklight.App;
using Racklight.Tests.Sites;

namespace Racklight.Tests.Secrets.Serving;

/// <summary><c>racklight site check</c> and <c>racklight node answers</c> as processes: they tell which names are there, and never a value.</summary>
public sealed class PreviewedSecretTests : IClassFixture<VaultSamples>, IDisposable
{
    private readonly VaultSamples _samples;
    private readonly TemporarySite _site = TemporarySite.Good();

    public PreviewedSecretTests(VaultSamples samples)
    {
        _samples = samples;
        _site.Write("site.yaml", "site: test\nsecrets: [secrets/*.yml]\n")
            .Write("nodes/r1n1.yaml", "mac: 52:54:00:20:00:01\nboots: local\nsecrets: on-boot\nanswers: { t: { format: text } }\n")
            .Write("answers/t", "{{ secrets.root_password }} {{ secrets.token }} {{ secrets.tokken }}")
            .Write("secrets/a.yml", samples.Whole).Write("secrets/b.yml", samples.Inline);
    }

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_name_that_no_file_holds_fails_the_check()
    {
        var check = await RunAsync("pw", "site", "check", _site.Root);
        check.ExitCode.ShouldBe(ExitCodes.NotSo);
        check.Error.ShouldContain("answers/t:1:60: error: there is no `tokken` in `secrets` (for r1n1)");
        check.Error.ShouldContain("try: put it into one of secrets/a.yml, secrets/b.yml: racklight secret edit secrets/a.yml");
        _site.Write("answers/t", "{{ secrets.root_password }} {{ secrets.token }}").Write("secrets/b.yml", _samples.Inline.Replace("tagged: !vault nothing\n", "", StringComparison.Ordinal));
        (await RunAsync("pw", "site", "check", _site.Root)).Error.ShouldBe("");
        var preview = await RunAsync("pw", "node", "answers", "r1n1", "t", "--site", _site.Root);
        preview.Output.ShouldBe("******** ********");
        preview.Error.ShouldBe("");
    }

    [Fact]
    public async Task Without_a_password_names_of_single_values_are_known_and_the_others_are_said_to_be_unchecked()
    {
        var preview = await RunAsync(null, "node", "answers", "r1n1", "t", "--site", _site.Root);
        preview.Output.ShouldBe("******** ******** ********");
        preview.Error.ShouldContain("answers/t: warning: `secrets.root_password`, `secrets.tokken` were not looked for: secrets/a.yml is encrypted as a whole, and no vault password is at hand");
        _site.Write("site.yaml", "site: test\nsecrets: [secrets/b.yml]\n").Write("answers/t", "{{ secrets.token }} {{ secrets.tokken }}");
        (await RunAsync(null, "site", "check", _site.Root)).Error.ShouldContain("there is no `tokken` in `secrets`");
    }

    [Fact]
    public async Task Files_with_a_wrong_password_without_encryption_and_with_a_password_from_the_checkout_are_told()
    {
        (await RunAsync("wrong", "site", "check", _site.Root)).Error.ShouldContain("secrets/a.yml: error: the password for `default` does not open it");
        _site.Write("secrets/c.yml", "c: 1\n");
        (await RunAsync("pw", "site", "check", _site.Root)).Error.ShouldContain("secrets/c.yml: error: it is named below `secrets:` in site.yaml, and nothing in it is encrypted");
        // What a checkout says of passwords is nobody's word: it is checked because it is not trusted yet.
        _site.Write("ansible.cfg", "[defaults]\nvault_password_file = ./run.sh\n").Write("run.sh", "#!/bin/sh\ntouch ran\necho geheim\n");
        File.SetUnixFileMode(Path.Combine(_site.Root, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var check = await RunAsync(null, "site", "check", _site.Root);
        check.Error.ShouldContain("no vault password is at hand");
        check = await RunAsync(Path.Combine(_site.Root, "run.sh"), "site", "check", _site.Root);
        check.Error.ShouldContain("it is executable and lies in the site's repository");
        File.Exists(Path.Combine(_site.Root, "ran")).ShouldBeFalse();
    }

    private async Task<ProcessResult> RunAsync(string? password, params string[] arguments)
    {
        var result = await ProcessRunner.RunAsync(new ProcessSpec("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "racklight.dll"), .. arguments])
        {
            Directory = _site.Root,
            Environment = new Dictionary<string, string?> { ["HOME"] = _samples.Directory, ["ANSIBLE_CONFIG"] = null, ["ANSIBLE_VAULT_IDENTITY_LIST"] = null, ["ANSIBLE_VAULT_PASSWORD_FILE"] = password is null ? null : _samples.At(password) },
            Limit = TimeSpan.FromMinutes(2),
        });
        foreach (var secret in (string[])[VaultSamples.Root, VaultSamples.Token]) (result.Output + result.Error).ShouldNotContain(secret);
        return result;
    }
}
