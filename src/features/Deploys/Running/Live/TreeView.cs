using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Deploys.Running.Live;

/// <summary>The run as a tree that changes in its place: hops, steps, and below the step that runs its play, its task and its failures.</summary>
internal sealed class TreeView(Action<IRenderable> show) : IRunView
{
    private readonly Dictionary<string, AnsibleProgress> _ansible = new(StringComparer.Ordinal);
    private readonly Queue<string> _notes = new();

    /// <inheritdoc/>
    public void Happened(RunProgress progress, JournalEntry entry)
    {
        if (entry.Event == JournalEvent.StepStarting) _ansible[entry.Step!] = new AnsibleProgress();
        if (entry.Event is not (JournalEvent.Note or JournalEvent.WindowAwaited) || entry.Message is null) return;
        if (_notes.Count == 3) _notes.Dequeue();
        _notes.Enqueue(entry.Message);
    }

    /// <inheritdoc/>
    public void Said(StepProgress step, LogLine line)
    {
        if (!_ansible.TryGetValue(step.Step.Name, out var ansible)) _ansible[step.Step.Name] = ansible = new AnsibleProgress();
        ansible.Add(line);
    }

    /// <inheritdoc/>
    public void Looked(RunProgress progress, DateTimeOffset now) => show(Draw(progress, now));

    /// <summary>The tree as it is now.</summary>
    public IRenderable Draw(RunProgress progress, DateTimeOffset now)
    {
        var spec = progress.Spec;
        var tree = new Tree(new Markup($"[bold]{Markup.Escape(spec.Cloud)}[/] {Markup.Escape(spec.What)} [grey]· deploy {spec.Id} · {Spans.Show((progress.Ended ?? now) - spec.Created)}[/]"));
        foreach (var group in progress.Steps.GroupBy(static step => step.Step.Group))
        {
            IHasTreeNodes branch = group.Key is null ? tree : tree.AddNode(new Markup(Markup.Escape(group.Key)));
            foreach (var step in group) AddStep(branch, step, now);
        }
        foreach (var note in _notes) tree.AddNode(new Markup($"[yellow]{Markup.Escape(note)}[/]"));
        return tree;
    }

    private void AddStep(IHasTreeNodes branch, StepProgress step, DateTimeOffset now)
    {
        var (mark, colour) = step.State switch
        {
            StepState.Succeeded => ("✓", "green"),
            StepState.Running => ("▶", "blue"),
            StepState.Failed or StepState.Interrupted or StepState.Cancelled => ("✗", "red"),
            StepState.Waiting => ("…", "yellow"),
            StepState.Skipped => ("-", "grey"),
            _ => ("·", "grey"),
        };
        var took = step.Started is { } started ? $" [grey]{Spans.Show((step.Ended ?? now) - started)}[/]" : "";
        var attempts = step.Attempts > 1 ? $" [yellow]attempt {step.Attempts}[/]" : "";
        var why = step.Message is null ? "" : $" [{colour}]{Markup.Escape(step.Message)}[/]";
        var node = branch.AddNode(new Markup($"[{colour}]{mark}[/] {Markup.Escape(step.Step.Name)}{took}{attempts}{why}"));
        if (!_ansible.TryGetValue(step.Step.Name, out var ansible)) return;
        if (step.State == StepState.Running && ansible.Play is { } play) node.AddNode(new Markup($"[grey]{Markup.Escape(play)}[/]")).AddNode(new Markup($"[grey]task {ansible.Tasks}, {ansible.Changed} changed, {ansible.Failed} failed:[/] {Markup.Escape(ansible.Task ?? "")}"));
        foreach (var fault in ansible.Faults) node.AddNode(new Text(fault, new Style(Color.Red)) { Overflow = Overflow.Ellipsis });
    }
}
