using System.CommandLine;
using Racklight.Deploys.Running.Windows;
using Racklight.Yaml;

namespace Racklight.Deploys.Running.Commands;

/// <summary>The options of every verb that starts a run: limits, retries, the maintenance window.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> _from = new("--from") { Description = "Begin at that step; those before it are taken as done", HelpName = "STEP" };
    private readonly Option<int> _retries = new("--retries") { Description = "How often a failed step is tried again, 0 to 10" };
    private readonly Option<string> _stepLimit = new("--step-limit") { Description = "How long one step may take, as in 90m", HelpName = "TIME" };
    private readonly Option<string> _limit = new("--time-limit") { Description = "How long the whole run may take, as in 8h", HelpName = "TIME" };
    private readonly Option<string> _grace = new("--grace") { Description = "How long Ansible may take for its clean end when it is stopped; default 2m", HelpName = "TIME" };
    private readonly Option<string> _window = new("--window") { Description = "Steps begin only in this maintenance window: 'Sat 22:00-06:00 Europe/Berlin'", HelpName = "WINDOW" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the window opens" };

    /// <summary>Adds the options to a verb.</summary>
    public Command AddTo(Command command)
    {
        foreach (var option in (Option[])[_from, _retries, _stepLimit, _limit, _grace, _window, _wait]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_wait) && result.GetValue(_window) is null) result.AddError("--wait needs --window WINDOW");
        });
        return command;
    }

    /// <summary>Puts what was asked for into a run.</summary>
    /// <exception cref="ProblemException">A value is wrong, or the window is closed and nobody wants to wait.</exception>
    public RunSpec Apply(ParseResult parsed, RunSpec spec, TimeProvider time)
    {
        if (parsed.GetValue(_from) is { } from && spec.Find(from) is null) throw new ProblemException($"--from {from}: the run has no such step", NearestWord.Of(from, spec.Steps.Select(static step => step.Name)) is { } near ? $"did you mean {near}?" : string.Join(", ", spec.Steps.Select(static step => step.Name)));
        if (parsed.GetValue(_retries) is < 0 or > 10) throw new ProblemException($"--retries {parsed.GetValue(_retries)}: want 0 to 10");
        CheckWindow(parsed.GetValue(_window), parsed.GetValue(_wait), time);
        return spec with
        {
            From = parsed.GetValue(_from),
            Retries = parsed.GetValue(_retries),
            StepLimit = Span(parsed, _stepLimit),
            RunLimit = Span(parsed, _limit),
            Grace = Span(parsed, _grace) ?? spec.Grace,
            Window = parsed.GetValue(_window),
            WaitForWindow = parsed.GetValue(_wait),
        };
    }

    /// <summary>Refuses what is outside of its window.</summary>
    public static void CheckWindow(string? text, bool wait, TimeProvider time)
    {
        if (text is null) return;
        var window = MaintenanceWindow.Parse(text, time.LocalTimeZone);
        var now = time.GetUtcNow();
        if (window.IsOpen(now) || wait) return;
        throw new ProblemException($"it is {window.Show(now)}, outside of the maintenance window {window.Text}; it opens {window.Show(window.Opens(now))}", "add --wait to wait until then", ExitCodes.NotSo);
    }

    private static TimeSpan? Span(ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } text) return null;
        return Spans.TryParse(text, out var span) ? span : throw new ProblemException($"{option.Name} {text}: want {Spans.Want}");
    }
}
