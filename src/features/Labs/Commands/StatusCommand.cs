using System.CommandLine;
using System.Globalization;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab status</c>: the labs that run, and what of killed ones was cleaned up.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var output = CommonOptions.Output();
        var command = new Command("status", "Show the running labs and their machines.") { output }.WithExamples("racklight lab status -o json");
        command.SetAction(async (parse, _) =>
        {
            await LabRegistry.SweepAsync(Console.Error.WriteLine);
            var labs = LabRegistry.Running();
            var format = parse.GetValue(output);
            // Plain text, not wrapped at the width of a terminal that is not there.
            if (format == OutputFormat.Table) Console.Write(Table(labs, TimeProvider.System.GetUtcNow()));
            else Print.Result(format, labs, LabJson.Default.IReadOnlyListLabState, static _ => throw new InvalidOperationException("not a table"));
            return ExitCodes.Done;
        });
        return command;
    }

    internal static string Table(IReadOnlyList<LabState> labs, DateTimeOffset now)
    {
        if (labs.Count == 0) return "no lab runs\n";
        var text = new System.Text.StringBuilder();
        foreach (var lab in labs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{lab.Name}: owner {lab.Owner.Pid}, namespace {lab.Namespace}, {lab.Subnet}, gateway {lab.Gateway}, {(lab.Accelerator.IsKvm ? "KVM" : "TCG")}\n");
            foreach (var m in lab.Machines)
            {
                var power = m.State == PowerState.Running ? $"on for {Duration(now - (m.Since ?? now))}, pid {m.Pid}" : "off";
                text.Append(CultureInfo.InvariantCulture, $"  {m.Name,-12} {m.Mac}  {m.Firmware.ToString().ToLowerInvariant(),-4}  {m.MemoryMiB,6} MiB  {power}\n");
            }
        }
        return text.ToString();
    }

    private static string Duration(TimeSpan time)
        => time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{time.Seconds} s";
}
