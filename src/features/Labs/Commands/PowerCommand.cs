using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab power</c>.</summary>
internal static class PowerCommand
{
    public static Command Create()
    {
        var machine = LabArguments.Machine();
        var action = new Argument<string>("ACTION") { Description = "on, off (as a pulled plug), reset (the button) or cycle (off, then on)." };
        action.AcceptOnlyFromAmong("on", "off", "reset", "cycle");
        var command = new Command("power", "Switch a machine.") { machine, action }.WithExamples("racklight lab power n1 cycle");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (lab, found) = LabRegistry.FindMachine(parse.GetValue(machine)!);
            await LabControl.SendAsync(lab, new LabOrder("power", found.Name, parse.GetValue(action)!), cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
