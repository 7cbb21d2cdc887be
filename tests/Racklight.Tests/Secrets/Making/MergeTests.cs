using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Racklight.App;
using Racklight.Releases;
using Racklight.Secrets.Merging;
using Racklight.Tests.Images;
using Racklight.Tests.Releases;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Secrets.Making;

/// <summary>Merges of every series' own passwords.yml, against an independent statement of kolla-mergepwd's rules (merge_rules.py).</summary>
public sealed class MergeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-merge-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Over_all_series_merges_follow_kolla_s_rules_but_for_the_null_rule()
    {
        Need.Program("python3");
        var jobs = new JsonArray();
        foreach (var (from, to) in KollaData.Hops)
        {
            // Old files have values, but every seventh is empty; the new one is once the sample as it is, once filled in.
            var old = Write($"{from}-old.yml", Filled(KollaData.Text(from, "passwords.yml"), "old", skip: 7));
            foreach (var (kind, text) in new[] { ("sample", KollaData.Text(to, "passwords.yml")), ("filled", Filled(KollaData.Text(to, "passwords.yml"), "new", skip: 11)) })
            {
                var fresh = Write($"{to}-{kind}.yml", text);
                foreach (var clean in new[] { false, true })
                {
                    var merge = SecretMerge.Of(File.ReadAllText(old), text, clean);
                    var final = Write($"{from}-{to}-{kind}-{clean}.yml", merge.Text);
                    jobs.Add(new JsonObject { ["old"] = old, ["new"] = fresh, ["final"] = final, ["clean"] = clean });
                    // Comments and order of the new sample: without values and strays, it is that sample.
                    var kept = YamlBlocks.Read(merge.Text).Where(static block => block.Kind != YamlBlockKind.Blank).Select(static block => block.Key ?? block.Text.Trim());
                    var sample = YamlBlocks.Read(text).Where(static block => block.Kind != YamlBlockKind.Blank).Select(static block => block.Key ?? block.Text.Trim()).ToList();
                    if (clean) sample.ShouldBeSubsequenceOf(kept);
                }
            }
        }
        var result = await ProcessRunner.RequireAsync(new ProcessSpec("python3", Path.Combine(Here(), "merge_rules.py")) { Input = jobs.ToJsonString(), Limit = TimeSpan.FromMinutes(8) });
        var said = JsonDocument.Parse(result).RootElement;
        said.GetProperty("problems").EnumerateArray().Select(static problem => problem.GetString()).ShouldBeEmpty();
        said.GetProperty("compared").GetInt32().ShouldBe(84);
        said.GetProperty("deviations").GetInt32().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Redis_password_becomes_valkey_s_only_when_valkey_has_none()
    {
        SecretMerge.Of("redis_master_password: r\n", "valkey_master_password:\n", clean: true).Text.ShouldBe("valkey_master_password: r\n");
        SecretMerge.Of("redis_master_password: r\n", "valkey_master_password: fresh\n", clean: false).Text.ShouldContain("valkey_master_password: r\n");
        SecretMerge.Of("redis_master_password: r\nvalkey_master_password: v\n", "valkey_master_password:\n", clean: true).Text.ShouldBe("valkey_master_password: v\n");
        SecretMerge.Of("redis_master_password:\n", "valkey_master_password: fresh\n", clean: true).Text.ShouldBe("valkey_master_password: fresh\n");
    }

    [Fact]
    public void A_key_pair_is_taken_whole_and_an_empty_pair_is_no_value()
    {
        const string fresh = "nova_ssh_key:\n  private_key: new\n  public_key: new\n";
        SecretMerge.Of("nova_ssh_key:\n  private_key: old\n  public_key:\n", fresh, clean: true).Text.ShouldBe("nova_ssh_key:\n  private_key: old\n  public_key:\n");
        SecretMerge.Of("nova_ssh_key:\n  private_key:\n  public_key:\n", fresh, clean: true).Text.ShouldBe(fresh);
    }

    [Fact]
    public async Task A_vaulted_input_makes_a_vaulted_result_and_no_secret_lies_open_meanwhile()
    {
        Need.Program("ansible-vault");
        var password = Write("vault.txt", "pw\n");
        var old = Write("old.yml", "# ours: ask Bob\na_password: s3cr3t-value\ngone_password: x\n");
        await ProcessRunner.RequireAsync(new ProcessSpec("ansible-vault", "encrypt", "--vault-id", "prod@" + password, "--encrypt-vault-id", "prod", old));
        var fresh = Write("new.yml", "---\n# Services\na_password:\nb_password:\n");
        var final = Path.Combine(_directory, "final.yml");
        var report = await WholeProgram.RequireAsync("secret", "merge", "--old", old, "--new", fresh, "--final", final, "--generate", "--vault-id", "prod@" + password, "-o", "json");
        report.ShouldNotContain("s3cr3t-value");
        JsonDocument.Parse(report).RootElement.GetProperty("vaulted").GetBoolean().ShouldBeTrue();
        (await ProcessRunner.RequireAsync(new ProcessSpec("ansible-vault", "view", "--vault-id", "prod@" + password, final) { Environment = new Dictionary<string, string?> { ["PAGER"] = "cat" } }))
            .ShouldMatch("^---\n# Services\n# ours: ask Bob\na_password: s3cr3t-value\ngone_password: x\nb_password: \"?[A-Za-z0-9]{40}\"?$");
        foreach (var file in Directory.EnumerateFiles(_directory)) File.ReadAllText(file).ShouldNotContain("s3cr3t-value");
    }

    [Fact]
    public async Task A_merge_over_the_old_file_that_changes_nothing_writes_nothing()
    {
        var password = Write("vault.txt", "pw\n");
        var file = Path.Combine(_directory, "passwords.yml");
        await WholeProgram.RequireAsync("secret", "generate", "--for", "osa", "--output", file, "--vault-password-file", password);
        var before = await File.ReadAllBytesAsync(file);
        await WholeProgram.RequireAsync("secret", "merge", "--old", file, "--new", file, "--final", file, "--vault-password-file", password);
        (await File.ReadAllBytesAsync(file)).ShouldBe(before);
    }

    /// <summary>A sample with values, some of them traps for readers that guess types; every <paramref name="skip"/>th stays empty.</summary>
    private static string Filled(string sample, string mark, int skip)
    {
        string[] traps = ["12e4567", "yes", "0o17", "1:20", "'12345'", "\"\"", "~x", "!!str 7", "1_000", "2001-12-14", "''"];
        var map = YamlMapText.Read(sample);
        var at = 0;
        foreach (var entry in map.Entries)
        {
            at++;
            if (at % skip == 0) continue;
            if (entry.Value.Kind == YamlPartKind.Mapping) map.Set(entry.Key.Text, $"\n  private_key: |\n    -----BEGIN {mark}-----\n    {at}\n  public_key: {(at % 2 == 0 ? "" : mark + at)}");
            else map.Set(entry.Key.Text, at % 5 == 0 ? traps[at / 5 % traps.Length] : $"{mark}{at}");
        }
        return map.ToString();
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

file static class Sequences
{
    public static void ShouldBeSubsequenceOf(this IReadOnlyList<string> part, IEnumerable<string> whole)
    {
        var at = 0;
        foreach (var item in whole) if (at < part.Count && part[at] == item) at++;
        at.ShouldBe(part.Count, at < part.Count ? $"`{part[at]}` is missing or out of order" : null);
    }
}
