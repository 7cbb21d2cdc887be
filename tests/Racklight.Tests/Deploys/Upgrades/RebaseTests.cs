using System.Text.Json;
using Racklight.App;
using Racklight.Deploys.Rebasing;
using Racklight.Releases;
using Racklight.Tests.Images;
using Racklight.Tests.Releases;
using Racklight.Tests.Secrets.Making;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Deploys.Upgrades;

/// <summary>Operators' settings on the hops between all series, beside what a line merge makes of them.</summary>
public sealed class RebaseTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-rebase-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Where_a_line_merge_has_conflicts_every_value_stays_byte_for_byte()
    {
        Need.Program("git");
        Need.Program("python3");
        var conflicts = 0;
        var results = new List<string>();
        foreach (var (from, to) in KollaData.Hops.Where(static hop => hop.From.KollaMajor >= 6))
        {
            var (mine, keys) = OperatorEdits.Of(from);
            var rebase = GlobalsRebase.Of(KollaData.Text(from, "globals.yml"), mine, KollaData.Text(to, "globals.yml"), from, to);
            var result = rebase.Write();
            var before = YamlBlocks.Read(mine).Where(static block => block.Kind == YamlBlockKind.Entry).ToDictionary(static block => block.Key!, static block => block.Text);
            var after = YamlBlocks.Read(result).Where(static block => block.Kind == YamlBlockKind.Entry).ToDictionary(static block => block.Key!, static block => block.Text);
            foreach (var setting in rebase.Settings.Where(static setting => setting.Class != SettingClass.New))
            {
                var old = setting.Former ?? setting.Key;
                after[setting.Key][setting.Key.Length..].ShouldBe(before[old][old.Length..], $"{from} > {to}: {old}");
                if (old != "acme_racks" && keys.Contains(old)) result.ShouldContain($"# ours: {old}\n");
            }
            rebase.Settings.Count(static setting => setting.Class != SettingClass.New).ShouldBe(before.Count);
            result.ShouldContain("# Read by our own playbooks.\nacme_racks:\n  - { name: r1, hosts: 40 }\n  # not yet\n  - name: r2\n");
            // Once there, a second re-base on the same release finds nothing to do.
            GlobalsRebase.Of(KollaData.Text(to, "globals.yml"), result, KollaData.Text(to, "globals.yml"), to, to).Write().ShouldBe(result, $"{from} > {to}");
            conflicts += await LineMergeConflictsAsync(from, mine, to);
            results.Add(Write($"{from}-{to}.yml", result));
        }
        conflicts.ShouldBeGreaterThan(20);
        const string program = "import sys, yaml\nfor f in sys.argv[1:]:\n d = yaml.safe_load(open(f)); assert d['acme_racks'][1] == {'name': 'r2'} and d['network_interface'] == 'bond0', f\nprint('ok')";
        (await ProcessRunner.RequireAsync(new ProcessSpec("python3", ["-c", program, .. results]) { Limit = TimeSpan.FromMinutes(5) })).ShouldBe("ok");
    }

    [Fact]
    public void Yes_that_became_true_is_the_same_default_and_no_false_change()
    {
        var (from, to) = (Series.Find("2025.2")!, Series.Find("2026.1")!);
        var (mine, _) = OperatorEdits.Of(from);
        var settings = GlobalsRebase.Of(KollaData.Text(from, "globals.yml"), mine, KollaData.Text(to, "globals.yml"), from, to).Settings;
        Class(settings, "enable_haproxy").ShouldBe(SettingClass.Redundant);
        Class(settings, "enable_magnum").ShouldBe(SettingClass.Keep);
        settings.ShouldNotContain(static setting => setting.Class == SettingClass.Stale);
    }

    [Fact]
    public void Every_class_is_told()
    {
        const string old = "#a: 1\n#b: 1\n#c: 1\n#gone: 1\n#enable_redis: no\n";
        const string fresh = "#a: 1\n#b: 2\n#c: 1\n#n: 5\n#enable_valkey: no\n";
        const string mine = "a: \"1\"\nb: 1\nc: 7\ngone: 2\nenable_redis: \"yes\"\ncustom: x\nopenstack_release: \"2025.1\"\n";
        var rebase = GlobalsRebase.Of(old, mine, fresh, Series.Find("2025.1")!, Series.Find("2025.2")!);
        rebase.Settings.Select(static setting => (setting.Key, setting.Class)).ShouldBe(
        [
            ("a", SettingClass.Redundant), ("b", SettingClass.Stale), ("c", SettingClass.Keep), ("gone", SettingClass.Removed), ("enable_valkey", SettingClass.Renamed),
            ("custom", SettingClass.Keep), ("openstack_release", SettingClass.Stale), ("n", SettingClass.New),
        ]);
        rebase.Write().ShouldBe("a: \"1\"\nb: 1\nc: 7\ngone: 2\n#n: 5\nenable_valkey: \"yes\"\ncustom: x\nopenstack_release: \"2025.1\"\n");
        rebase.Write(new HashSet<string> { "a", "gone" }).ShouldBe("#a: 1\nb: 1\nc: 7\n#n: 5\nenable_valkey: \"yes\"\ncustom: x\nopenstack_release: \"2025.1\"\n");
    }

    [Fact]
    public void What_a_sample_sets_and_the_operator_took_out_stays_out()
        => GlobalsRebase.Of("a: 1\nb: 1\n", "b: 1\n", "a: 1\nb: 1\nc: 1\n", Series.All[^2], Series.Latest).Write().ShouldBe("#a: 1\nb: 1\nc: 1\n");

    [Fact]
    public async Task Ansible_reads_a_re_based_inventory_with_the_operator_s_hosts_and_the_new_release_s_groups()
    {
        Need.Program("ansible-inventory");
        foreach (var (a, b) in new[] { ("wallaby", "xena"), ("2025.1", "2026.1") })
        {
            var (from, to) = (Series.Find(a)!, Series.Find(b)!);
            var mine = KollaData.Text(from, "multinode")
                .Replace("control01\ncontrol02\ncontrol03\n", "ctl1 ansible_host=10.0.0.1\nctl2\nctl3\n", StringComparison.Ordinal)
                .Replace("[designate:children]\ncontrol\n", "[designate:children]\nnetwork\n", StringComparison.Ordinal)
                + "\n[gpu]\ngpu1\n\n[all:vars]\nansible_user=kolla\n";
            mine.ShouldContain("[designate:children]\nnetwork\n");
            var rebase = InventoryRebase.Of(KollaData.Text(from, "multinode"), mine, KollaData.Text(to, "multinode"), from, to);
            var ours = await GroupsAsync(Write("ours", rebase.Text));
            var sample = await GroupsAsync(KollaData.File(to, "multinode"));
            ours.Keys.Except(["gpu"]).Order().ShouldBe(sample.Keys.Order());
            ours["control"].ShouldBe(["ctl1", "ctl2", "ctl3"]);
            ours["designate"].ShouldBe(["network"]);
            ours["gpu"].ShouldBe(["gpu1"]);
            rebase.Text.ShouldContain("[all:vars]\nansible_user=kolla\n");
            InventoryRebase.Of(KollaData.Text(to, "multinode"), rebase.Text, KollaData.Text(to, "multinode"), to, to).Text.ShouldBe(rebase.Text);
        }
    }

    [Fact]
    public void An_untouched_inventory_becomes_the_new_sample_on_every_hop()
    {
        foreach (var (from, to) in KollaData.Hops)
        {
            foreach (var name in new[] { "multinode", "all-in-one" })
            {
                InventoryRebase.Of(KollaData.Text(from, name), KollaData.Text(from, name), KollaData.Text(to, name), from, to).Text.ShouldBe(KollaData.Text(to, name), $"{from} > {to}");
            }
        }
    }

    [Fact]
    public async Task The_command_brings_a_whole_configuration_along_from_a_checkout_and_plain_files()
    {
        Need.Program("git");
        var (from, to) = (Series.Find("2024.1")!, Series.Find("2025.1")!);
        var checkout = Path.Combine(_directory, "checkout");
        foreach (var (name, place) in new[] { ("globals.yml", "etc/kolla"), ("passwords.yml", "etc/kolla"), ("multinode", "ansible/inventory"), ("all-in-one", "ansible/inventory") })
        {
            Directory.CreateDirectory(Path.Combine(checkout, place));
            File.Copy(KollaData.File(from, name), Path.Combine(checkout, place, name));
        }
        foreach (var arguments in new[] { "init -q", "add .", "-c user.name=t -c user.email=t@example.com commit -qm samples", "tag 18.8.0" }) await ProcessRunner.RequireAsync(new ProcessSpec("git", ["-C", checkout, .. arguments.Split(' ')]));
        var (mine, _) = OperatorEdits.Of(from);
        Directory.CreateDirectory(Path.Combine(_directory, "etc"));
        var globals = Write("etc/globals.yml", mine);
        var passwords = Write("etc/passwords.yml", KollaData.Text(from, "passwords.yml").Replace("database_password:\n", "database_password: secret-one\n", StringComparison.Ordinal));
        var inventory = Write("inventory", KollaData.Text(from, "multinode"));
        string[] command = ["deploy", "rebase", "--config", Path.Combine(_directory, "etc"), "--inventory", inventory, "--old-sample", checkout + "@18.8.0", "--new-sample", KollaData.Directory(to), "-o", "json"];

        var asked = await WholeProgram.RunAsync(command);
        asked.ExitCode.ShouldBe(2);
        asked.Error.ShouldContain("--yes");
        await WholeProgram.RequireAsync([.. command, "--dry-run"]);
        File.ReadAllText(globals).ShouldBe(mine);

        var said = await WholeProgram.RequireAsync([.. command, "--yes"]);
        said.ShouldNotContain("secret-one");
        var report = JsonDocument.Parse(said).RootElement;
        report.GetProperty("from").GetString().ShouldBe("2024.1");
        report.GetProperty("to").GetString().ShouldBe("2025.1");
        report.GetProperty("written").GetArrayLength().ShouldBe(3);
        File.ReadAllText(globals).ShouldContain("network_interface: bond0\n");
        File.ReadAllText(passwords).ShouldContain("valkey_master_password:");
        File.ReadAllText(passwords).ShouldContain("database_password: secret-one\n");
        File.ReadAllText(inventory).ShouldBe(KollaData.Text(to, "multinode"));
    }

    private async Task<int> LineMergeConflictsAsync(Series from, string mine, Series to)
    {
        var result = await ProcessRunner.RunAsync(new ProcessSpec("git", "merge-file", "-p", "-q", Write("mine", mine), KollaData.File(from, "globals.yml"), KollaData.File(to, "globals.yml")));
        return result.ExitCode;
    }

    private static async Task<Dictionary<string, string[]>> GroupsAsync(string inventory)
    {
        var text = new System.Text.StringBuilder();
        (await ProcessRunner.RunAsync(new ProcessSpec("ansible-inventory", "-i", inventory, "--list") { Limit = TimeSpan.FromMinutes(5), OnOutput = line => text.Append(line) })).Succeeded.ShouldBeTrue();
        return JsonDocument.Parse(text.ToString()).RootElement.EnumerateObject().Where(static group => group.Name != "_meta").ToDictionary(static group => group.Name, static group => Names(group.Value, "hosts").Concat(group.Name == "all" ? [] : Names(group.Value, "children")).ToArray());
    }

    private static IEnumerable<string> Names(JsonElement group, string kind) => group.TryGetProperty(kind, out var names) ? names.EnumerateArray().Select(static name => name.GetString()!) : [];

    private static SettingClass Class(IReadOnlyList<RebasedSetting> settings, string key) => settings.Single(setting => setting.Key == key).Class;

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, text);
        return file;
    }
}
