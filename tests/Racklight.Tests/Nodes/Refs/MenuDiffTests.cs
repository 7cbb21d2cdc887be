using Racklight.Nodes.Commands;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Nodes.Refs;

public sealed class MenuDiffTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machines_are_compared_by_what_they_are_and_told_with_what_they_would_boot()
    {
        using var git = await GitSite.GoodAsync();
        (string, string)[] before =
        [
            ("images/kvm/image.yaml", "base: debian/bookworm\nplaybook: playbook.yml\n"), ("images/kvm/playbook.yml", "- hosts: all\n"),
            ("groups/compute.yaml", "boots: kvm@stable\n"), ("menu/rescue.yaml", "title: Rescue\nboots: kvm@stable\n"),
            ("nodes/a.yaml", "group: compute\nmac: 52:54:00:00:00:0a\n"), ("nodes/b.yaml", "group: compute\nmac: 52:54:00:00:00:0b\n"), ("nodes/c.yaml", "boots: rescue\nmac: 52:54:00:00:00:0c\n"), ("nodes/d.yaml", "boots: local\nmac: 52:54:00:00:00:0d\n"),
        ];
        await git.PushAsync("main", before);
        await git.GitAsync("mv", "nodes/b.yaml", "nodes/bb.yaml");
        await git.GitAsync("rm", "-q", "nodes/d.yaml");
        await git.PushAsync(
            "feature",
            ("images/kvm/playbook.yml", "- hosts: all\n  tasks: []\n"), ("menu/rescue.yaml", "title: Rescue\nboots: kvm@canary\n"), ("menu/new.yaml", "title: New\nboots: local\n"), ("site.yaml", "site: test\nunknown: local\n"),
            ("nodes/a.yaml", "group: compute\nmac: 52:54:00:00:00:0a\nboots: kvm@canary\n"), ("nodes/e.yaml", "boots: local\nmac: 52:54:00:00:00:0e\n"));

        var difference = await MenuDiffCommand.CompareAsync(git.Bare, "main", "feature", Token);
        difference.Machines.Select(static change => $"{change.Machine} {change.Change}: {change.What}").ShouldBe([
            "(any other) boots: menu -> local",
            "a boots: kvm@stable -> kvm@canary",
            "bb settings: b is called bb",
            "c boots: rescue (kvm@stable) -> rescue (kvm@canary)",
            "d removed: gone: booted local, would boot what unknown machines do",
            "e added: new: boots local",
        ]);
        difference.Menu.Select(static change => $"{change.Name} {change.Change} {change.Machines}").ShouldBe(["new added 0", "rescue changed 1"]);
        difference.Images.Select(static change => $"{change.Name} {change.Change}").ShouldBe(["kvm changed"]);
        (await MenuDiffCommand.CompareAsync(git.Bare, "main", "HEAD", Token)).Same.ShouldBeTrue();
        (await MenuDiffCommand.CompareAsync(git.Work, "main", "feature", Token)).Machines.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_broken_side_is_told_by_its_name()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("broken", ("nodes/r1n2.yaml", "mak: 1\n"));
        (await Should.ThrowAsync<ProblemException>(() => MenuDiffCommand.CompareAsync(git.Bare, "main", "broken", Token))).Problems.ShouldContain(static problem => problem.Message.StartsWith("broken: unknown key", StringComparison.Ordinal) && problem.Line == 1);
    }
}
