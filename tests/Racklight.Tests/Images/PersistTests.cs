using System.Text.Json;

namespace Racklight.Tests.Images;

/// <summary>The persistence unit's own script against real disks (loop devices), with the power cut wherever it hurts.</summary>
[Collection("loop devices")]
public sealed class PersistTests : IAsyncLifetime
{
    private PersistCell _cell = null!;

    public ValueTask InitializeAsync()
    {
        Need.Root();
        Need.Program("losetup");
        Need.Program("sfdisk");
        _cell = new PersistCell();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _cell?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_first_boot_seeds_every_path_and_the_next_only_links_them()
    {
        await _cell.AddDataDiskAsync();
        await _cell.BootAsync(after: "stat -c %a /etc/nova/nova.conf; readlink /etc/nova/link; echo mine > /etc/nova/nova.conf; touch /var/lib/nova/instance");
        _cell.Output.ShouldBe("640\nnova.conf");
        _cell.Links.ShouldBe(["etc/nova /data/etc/nova", "etc/ssh /data/etc/ssh", "var/lib/nova /data/var/lib/nova"]);
        States().ShouldBe(["seeded", "seeded", "seeded"]);
        _cell.Warnings.ShouldBeEmpty();

        await _cell.BootAsync(after: "cat /etc/nova/nova.conf; ls /var/lib/nova");
        States().ShouldBe(["linked", "linked", "linked"]);
        _cell.Output.ShouldBe("mine\ninstance");
    }

    [Theory]
    [InlineData("before-copy")]
    [InlineData("after-copy")]
    [InlineData("after-sync")]
    [InlineData("after-rename")]
    [InlineData("before-link")]
    public async Task A_crash_at_any_moment_of_seeding_is_harmless_at_the_next_boot(string moment)
    {
        await _cell.AddDataDiskAsync();
        await _cell.BootAsync(crashAt: moment);
        _cell.Status.ShouldBe(137);
        await _cell.BootAsync(after: "cat /etc/nova/nova.conf /etc/ssh/sshd_config; ls -A /data | grep -v lost");
        _cell.Output.ShouldBe("image\nkey\netc\nvar");
        _cell.Links.ShouldBe(["etc/nova /data/etc/nova", "etc/ssh /data/etc/ssh", "var/lib/nova /data/var/lib/nova"]);
        _cell.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_half_copied_seed_of_an_earlier_crash_is_thrown_away()
    {
        await _cell.AddDataDiskAsync();
        await _cell.OnDiskAsync("mkdir -p .racklight-seed/new; echo half > .racklight-seed/new/nova.conf");
        await _cell.BootAsync(after: "cat /etc/nova/nova.conf; ls -A /data | grep -c seed || :");
        _cell.Output.ShouldBe("image\n0");
    }

    [Fact]
    public async Task Without_a_word_on_the_command_line_nothing_is_touched()
    {
        await _cell.AddDataDiskAsync();
        await _cell.BootAsync("quiet");
        _cell.Persisted.ShouldBe("[]");
        _cell.Warnings.ShouldBeEmpty();
        _cell.Links[0].ShouldBe("etc/nova own");
    }

    [Fact]
    public async Task A_missing_label_without_consent_boots_stateless_and_says_so()
    {
        await _cell.AddDiskAsync();
        await _cell.BootAsync();
        _cell.Status.ShouldBe(0);
        _cell.Persisted.ShouldBe("[]");
        _cell.Warnings.ShouldContain("no partition labelled RL-TEST appeared within 3 s");
        _cell.Links[0].ShouldBe("etc/nova own");
    }

    [Fact]
    public async Task A_blank_disk_is_taken_with_consent_and_found_by_its_label_afterwards()
    {
        await _cell.AddDiskAsync();
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank");
        _cell.Warnings.ShouldBeEmpty();
        States().ShouldBe(["seeded", "seeded", "seeded"]);
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank");
        States().ShouldBe(["linked", "linked", "linked"]);
    }

    [Fact]
    public async Task A_disk_that_is_being_taken_keeps_its_partitions_though_udev_would_read_its_table_again()
    {
        // What udev does when somebody closes a disk that he wrote to, only without a pause: under the lock that it respects, the table is read again and every partition is gone for a moment.
        var disk = await _cell.AddDiskAsync();
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank", before: $"(while :; do flock -n -x {disk} blockdev --rereadpt {disk}; done) > /dev/null 2>&1 &");
        _cell.Warnings.ShouldBeEmpty(_cell.Log);
        States().ShouldBe(["seeded", "seeded", "seeded"]);
    }

    [Theory]
    [InlineData("before-table")]
    [InlineData("after-table")]
    [InlineData("before-label")]
    [InlineData("after-label")]
    public async Task A_crash_while_a_disk_is_taken_is_harmless_at_the_next_boot(string moment)
    {
        await _cell.AddDiskAsync();
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank", crashAt: moment);
        _cell.Status.ShouldBe(137);
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank");
        _cell.Warnings.ShouldBeEmpty(_cell.Log);
        States().ShouldBe(["seeded", "seeded", "seeded"]);
    }

    [Fact]
    public async Task Several_blank_disks_are_listed_and_none_is_taken()
    {
        var first = await _cell.AddDiskAsync();
        var second = await _cell.AddDiskAsync();
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank", after: $"wipefs -n {first} {second}");
        _cell.Warnings.ShouldContain("2 blank disks");
        _cell.Warnings.ShouldContain(first);
        _cell.Warnings.ShouldContain(second);
        _cell.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mkfs.ext4 -q \"$1\"", "ext4")]
    [InlineData("mkswap -q \"$1\" > /dev/null", "swap")]
    [InlineData("echo 'label: gpt' | sfdisk -q \"$1\"", "gpt")]
    [InlineData("echo 'label: dos' | sfdisk -q \"$1\"", "dos")]
    [InlineData("printf ',\\n' | sfdisk -q --label gpt \"$1\"", "partitions")]
    public async Task A_disk_that_is_not_blank_is_never_taken(string prepare, string what)
    {
        var disk = await _cell.AddDiskAsync(prepare);
        var before = await SumAsync(disk);
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank");
        _cell.Warnings.ShouldContain("no blank disk to take");
        _cell.Warnings.ShouldContain(what);
        _cell.Persisted.ShouldBe("[]");
        (await SumAsync(disk)).ShouldBe(before);
    }

    [Fact]
    public async Task The_label_wins_over_a_blank_disk()
    {
        await _cell.AddDataDiskAsync();
        var blank = await _cell.AddDiskAsync();
        await _cell.BootAsync("racklight.data=RL-TEST racklight.data-device=blank", after: $"wipefs -n {blank}");
        States().ShouldBe(["seeded", "seeded", "seeded"]);
        _cell.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_keeps_what_it_has_and_the_rest_stays_in_memory()
    {
        await _cell.AddDataDiskAsync("16M");
        _cell.Paths = "/etc/nova\n";
        await _cell.BootAsync();
        await _cell.OnDiskAsync("dd if=/dev/zero of=filler bs=64K 2> /dev/null || :; dd if=/dev/zero of=filler2 bs=1K 2> /dev/null || :; sync");
        _cell.Paths = "/etc/nova\n/etc/ssh\n";
        await _cell.BootAsync(after: "cat /etc/nova/nova.conf; cat /etc/ssh/sshd_config");
        _cell.Status.ShouldBe(0);
        _cell.Warnings.ShouldContain("/etc/ssh could not be copied");
        _cell.Links.ShouldBe(["etc/nova /data/etc/nova", "etc/ssh own", "var/lib/nova own"]);
        _cell.Output.ShouldBe("image\nkey");
    }

    [Fact]
    public async Task A_disk_that_can_only_be_read_leaves_the_machine_stateless()
    {
        var disk = await _cell.AddDataDiskAsync();
        await Racklight.App.ProcessRunner.RequireAsync(new Racklight.App.ProcessSpec("blockdev", "--setro", disk));
        await _cell.BootAsync();
        _cell.Status.ShouldBe(0);
        _cell.Persisted.ShouldBe("[]");
        _cell.Warnings.ShouldContain("keeps nothing");
        _cell.Links[0].ShouldBe("etc/nova own");
    }

    [Theory]
    [InlineData("racklight.data=a/b", "no file system label")]
    [InlineData("racklight.data=RL-NONE racklight.data-device=/dev/sda", "want blank or a path")]
    [InlineData("racklight.data=RL-NONE racklight.data-device=/dev/disk/by-id/../../sda", "is no disk")]
    [InlineData("racklight.data=RL-NONE racklight.data-device=/dev/disk/by-id/none", "did not appear")]
    public async Task Words_that_will_not_do_are_refused(string arguments, string why)
    {
        await _cell.BootAsync(arguments);
        _cell.Warnings.ShouldContain(why);
        _cell.Persisted.ShouldBe("[]");
    }

    [Fact]
    public async Task A_path_that_does_not_exist_in_the_image_becomes_an_empty_directory()
    {
        await _cell.AddDataDiskAsync();
        _cell.Paths = "/var/lib/openvswitch\n";
        await _cell.BootAsync(after: "touch /var/lib/openvswitch/x && ls /data/var/lib/openvswitch");
        _cell.Output.ShouldBe("x");
    }

    private string[] States() => [.. JsonDocument.Parse(_cell.Persisted).RootElement.EnumerateArray().Select(item => item.GetProperty("state").GetString()!)];

    private static async Task<string> SumAsync(string disk) => await Racklight.App.ProcessRunner.RequireAsync(new Racklight.App.ProcessSpec("sha256sum", disk));
}
