using System.Diagnostics;
using Racklight.App;

namespace Racklight.Labs;

/// <summary>Whether guests run on the processor (KVM) or are translated (TCG).</summary>
/// <param name="IsKvm">True for KVM.</param>
/// <param name="Reason">Why, one line.</param>
public sealed record Accelerator(bool IsKvm, string Reason)
{
    private const string Emulator = "qemu-system-x86_64";
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(3);

    // isa-debug-exit ends QEMU with (value << 1) | 1, so that no failure of QEMU's own can look like success.
    private const byte GuestValue = 0x10;
    private const int GuestExitCode = GuestValue << 1 | 1;

    /// <summary>QEMU's arguments for it.</summary>
    internal IReadOnlyList<string> Arguments => ArgumentsFor(IsKvm);

    /// <summary>
    /// Finds out by trying, since some hosts have a /dev/kvm that hangs, or that fails only once a guest runs. The answer is kept in the run
    /// directory until the next boot of the host.
    /// </summary>
    public static async Task<Accelerator> DetectAsync(CancellationToken cancellationToken, string? directory = null)
    {
        directory ??= RunJournal.DefaultDirectory;
        var file = Path.Combine(directory, "accelerator");
        var boot = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", cancellationToken)).Trim();
        if (Read(file, boot) is { } known) return known;
        var found = File.Exists("/dev/kvm") ? await TryAsync(kvm: true, cancellationToken) : "there is no /dev/kvm";
        var result = found is null ? new Accelerator(true, "KVM works here") : new Accelerator(false, found);
        Directory.CreateDirectory(directory);
        await File.WriteAllLinesAsync(file, [boot, result.IsKvm ? "kvm" : "tcg", result.Reason], cancellationToken);
        return result;
    }

    /// <summary>Lets SeaBIOS start a boot sector that ends QEMU. Null when that worked, else why not.</summary>
    internal static async Task<string?> TryAsync(bool kvm, CancellationToken cancellationToken)
    {
        var disk = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(disk, BootSector(), cancellationToken);
            // The same processor model as the machines get: a host may lack only what that one asks for.
            using var process = ProcessRunner.Start(new ProcessSpec(Emulator,
            [
                .. ArgumentsFor(kvm), "-machine", "pc", "-nodefaults", "-no-user-config", "-display", "none", "-m", "64", "-no-reboot",
                "-drive", $"file={disk},format=raw,if=ide,snapshot=on", "-boot", "c", "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
            ]));
            return await WaitAsync(process, cancellationToken);
        }
        catch (ProblemException e)
        {
            return e.Message;
        }
        finally
        {
            File.Delete(disk);
        }
    }

    private static async Task<string?> WaitAsync(Process process, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TrialLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Not waited for: a process stuck inside the kernel does not die even of SIGKILL.
            process.Kill();
            cancellationToken.ThrowIfCancellationRequested();
            return $"a guest that only ends itself did not do so within {TrialLimit.TotalSeconds:0} s";
        }
        if (process.ExitCode == GuestExitCode) return null;
        var said = (await process.StandardError.ReadToEndAsync(cancellationToken)).Trim().Split('\n')[^1];
        return $"QEMU ended with exit code {process.ExitCode}: {said}";
    }

    // mov al, GuestValue; out 0xf4, al; hlt
    private static byte[] BootSector()
    {
        var sector = new byte[512];
        ReadOnlySpan<byte> code = [0xB0, GuestValue, 0xE6, 0xF4, 0xF4];
        code.CopyTo(sector);
        sector[510] = 0x55;
        sector[511] = 0xAA;
        return sector;
    }

    // Without "enhanced rep movsb" Linux copies and clears memory by words of 8 octets. With it a translated guest stores each octet by itself, and
    // where the page still holds translated code each such store takes locks: on a busy host one cleared page costs milliseconds, one boot minutes.
    //
    // The same lists make one more trap: translations are kept by virtual address, and with every process at other addresses a page of libc that
    // a thousand short processes of an initramfs ran has tens of thousands. When that page is used for something else, each store walks the list
    // (perf: 80 % of the time, 55 s between the initramfs and the first word of systemd). A small buffer is thrown away whole before it comes to
    // that: live after 52 s with 64 MiB, 56 with 96, 70 with 32, 107 with QEMU's default of 1 GiB.
    private static string[] ArgumentsFor(bool kvm)
        => kvm ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi,tb-size=64", "-cpu", "max,-erms"];

    private static Accelerator? Read(string file, string boot)
    {
        try
        {
            return File.ReadAllLines(file) is [var at, "kvm" or "tcg", var reason] lines && at == boot ? new Accelerator(lines[1] == "kvm", reason) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
