namespace Racklight.Tests.Deploys.Hosts;

/// <summary>The preparation of hosts, by real Ansible on this machine, in a mount namespace where what it writes is nobody else's.</summary>
public class HostPreparationTests
{
    [Fact]
    public async Task It_tells_then_does_then_has_nothing_left_to_do()
    {
        DeployTools.Need("ansible-playbook", "apt-get install ansible-core");
        DeployTools.Need("unshare", "apt-get install util-linux");
        if (!Environment.IsPrivilegedProcess)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("mounting needs root");
            Assert.Skip("mounting needs root");
        }
        using var files = new TemporaryFiles();
        files.Write("inventory", "here ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n");
        files.Write("id.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJwAAAA deploy@host\n");
        // A module that every kernel with a loopback device has or that is there already: /sys/module is asked first.
        var module = Directory.EnumerateDirectories("/sys/module").Select(static path => Path.GetFileName(path)).First(static name => !name.Contains('_'));
        const string racklight = "\"$0\" deploy prepare -i inventory --package none --key id.pub --module \"$1\"";
        var script = $"""
            set -e
            mkdir -p /etc/modules-load.d; mount -t tmpfs none /etc/modules-load.d; mount -t tmpfs none /root
            export HOME=/root ANSIBLE_LOCAL_TEMP=/root/tmp ANSIBLE_REMOTE_TEMP=/root/tmp
            {racklight} --check; [ ! -e /root/.ssh/authorized_keys ]; echo "== told"
            {racklight}; grep -qxF "$1" /etc/modules-load.d/racklight.conf; grep -q deploy@host /root/.ssh/authorized_keys; [ "$(stat -c %a /root/.ssh/authorized_keys)" = 600 ]; echo "== done"
            {racklight}
            """;
        var result = await DeployTools.RunAsync(files.Root, null, "unshare", "-m", "sh", "-c", script, DeployTools.Program, module);
        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        var parts = result.Output.Split("== ");
        parts[0].ShouldContain("changed=");
        parts[1].ShouldNotContain("changed=0 ");
        parts[2].ShouldContain("changed=0 ");
        parts[2].ShouldContain("failed=0 ");
    }
}
