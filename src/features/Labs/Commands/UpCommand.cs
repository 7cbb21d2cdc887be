using System.CommandLine;
using System.Net;
using Racklight.App;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab up</c>: makes a lab and keeps it until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "The lab's name.", DefaultValueFactory = static _ => "lab" };
        var machines = new Option<int>("--machines") { Description = "How many machines: n1, n2, …", DefaultValueFactory = static _ => 1 };
        var firmware = new Option<Firmware>("--firmware") { HelpName = "bios|uefi", Description = "SeaBIOS or OVMF.", DefaultValueFactory = static _ => Firmware.Bios };
        var memory = new Option<string>("--memory") { Description = "RAM of each machine.", DefaultValueFactory = static _ => "2G" };
        var nic = new Option<NicModel>("--nic") { HelpName = "virtio|e1000|vmxnet3", Description = "The network card.", DefaultValueFactory = static _ => NicModel.Virtio };
        var macs = new Option<string[]>("--mac") { Description = "The address of the first, second, … machine's card; repeatable.", DefaultValueFactory = static _ => [] };
        var disk = new Option<string>("--disk") { Description = "Size of each machine's empty disk; 0 for none.", DefaultValueFactory = static _ => "4G" };
        var subnet = new Option<string>("--subnet") { Description = "The subnet of the lab's wire; its first address is the bridge's.", DefaultValueFactory = static _ => "10.20.0.0/24" };
        var cdrom = new Option<string>("--cdrom") { Description = "An ISO in each machine's CD drive, tried before the network.", HelpName = "FILE" };
        var usb = new Option<string>("--usb") { Description = "A disk image as each machine's USB stick, tried before the network.", HelpName = "FILE" };
        var off = new Option<bool>("--off") { Description = "Leave the machines off; switch them on with 'racklight lab power'." };
        var command = new Command("up", "Make a lab and keep it until Ctrl-C.")
        {
            name, machines, firmware, memory, nic, macs, disk, cdrom, usb, subnet, off,
        }.WithExamples("racklight lab up --machines 2 --firmware uefi --memory 2G", "racklight lab up --cdrom rack.iso   # from racklight menu media");
        command.SetAction((parse, cancellationToken) =>
        {
            var options = new RackOptions
            {
                Name = parse.GetValue(name)!,
                Subnet = ReadSubnet(parse.GetValue(subnet)!),
                Machines = [.. Machines(parse.GetValue(machines), new MachineOptions
                {
                    Name = "n",
                    Firmware = parse.GetValue(firmware),
                    MemoryMiB = LabArguments.MemoryMiB(parse.GetValue(memory)!),
                    NicModel = parse.GetValue(nic),
                    Disks = LabArguments.MemoryMiB(parse.GetValue(disk)!) is var size and > 0 ? [new DiskOptions { Size = (long)size << 20 }] : [],
                    Cdrom = parse.GetValue(cdrom),
                    Usb = parse.GetValue(usb),
                }, parse.GetValue(macs)!)],
            };
            return RunAsync(options, powerOn: !parse.GetValue(off), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(RackOptions options, bool powerOn, CancellationToken cancellationToken)
    {
        await LabRegistry.SweepAsync(Console.Error.WriteLine);
        using var journal = new RunJournal();
        try
        {
            await using var rack = await Rack.CreateAsync(options, journal, cancellationToken);
            Console.WriteLine($"lab {rack.Name}: namespace {rack.Namespace}, {options.Subnet} with {rack.Gateway} on the bridge, {(rack.Accelerator.IsKvm ? "KVM" : "TCG")}");
            foreach (var machine in rack.Machines)
            {
                Console.WriteLine($"  {machine.Name}  {machine.Mac}  {machine.Options.Firmware.ToString().ToLowerInvariant()}  console {machine.ConsoleLog}");
                machine.Changed += static e => Console.WriteLine($"  {e.Machine}: {e.Message}");
            }
            if (powerOn)
            {
                foreach (var machine in rack.Machines) await machine.PowerOnAsync(cancellationToken);
            }
            Console.WriteLine("Ctrl-C takes it down.");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C, or `racklight lab down`: the way a lab ends.
        }
        return ExitCodes.Done;
    }

    private static IEnumerable<MachineOptions> Machines(int count, MachineOptions like, string[] macs)
    {
        if (count is < 0 or > 64) throw new ProblemException($"a lab cannot have {count} machines", "0 to 64");
        for (var i = 0; i < count; i++)
        {
            MacAddress? mac = null;
            if (i < macs.Length)
                mac = MacAddress.TryParse(macs[i], out var read) ? read : throw new ProblemException($"'{macs[i]}' is not a MAC address", "for instance 52:54:00:20:00:02");
            yield return like with { Name = $"n{i + 1}", Mac = mac };
        }
    }

    private static IPNetwork ReadSubnet(string text)
        => IPNetwork.TryParse(text, out var subnet) ? subnet : throw new ProblemException($"'{text}' is not a subnet", "for instance 10.20.0.0/24");
}
