using Racklight.Labs;

namespace Racklight.Tests.Labs;

public sealed class AcceleratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trial_guest_ends_itself()
    {
        TestTools.RequireFile("/usr/bin/qemu-system-x86_64", "qemu-system-x86");
        (await Accelerator.TryAsync(kvm: false, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_answer_is_kept_until_the_next_boot_of_the_host()
    {
        var directory = Directory.CreateTempSubdirectory("racklight-test-");
        try
        {
            var boot = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", Token)).Trim();
            var file = Path.Combine(directory.FullName, "accelerator");
            await File.WriteAllLinesAsync(file, [boot, "kvm", "as a test says"], Token);
            (await Accelerator.DetectAsync(Token, directory.FullName)).ShouldBe(new Accelerator(true, "as a test says"));
            await File.WriteAllLinesAsync(file, ["another-boot", "kvm", "as a test says"], Token);
            (await Accelerator.DetectAsync(Token, directory.FullName)).Reason.ShouldNotBe("as a test says");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
