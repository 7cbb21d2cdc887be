using Racklight.App.CommandLine;
using Racklight.Images;
using Racklight.State;
using Spectre.Console;

namespace Racklight.Up;

/// <summary>Shows a run on standard error: one live picture on a terminal, one line per event elsewhere.</summary>
internal abstract class UpView(UpState state, TimeProvider clock)
{
    protected UpState State => state;

    protected TimeProvider Clock => clock;

    public static UpView Create(UpState state, TimeProvider clock)
        => Print.Error.Profile.Capabilities.Interactive && Print.Error.Profile.Out.IsTerminal ? new TerminalView(state, clock) : new LineView(state, clock);

    /// <summary>Runs the work while showing it.</summary>
    public abstract Task<string> ShowAsync(Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken);

    /// <summary>A build step moved on.</summary>
    public virtual void Tell(BuildProgress progress)
    {
    }

    /// <summary>The machine passed a step, or failed at one.</summary>
    public virtual void Tell(BootEvent bootEvent)
    {
    }

    /// <summary>The machine is live.</summary>
    public virtual void Live()
    {
    }

    private sealed class TerminalView(UpState state, TimeProvider clock) : UpView(state, clock)
    {
        private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(250);

        public override Task<string> ShowAsync(Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken)
            => Print.Error.Live(UpScreen.Draw(State, Clock.GetUtcNow())).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
            {
                var running = work(cancellationToken);
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(FrameTime, Clock, CancellationToken.None));
                    live.UpdateTarget(UpScreen.Draw(State, Clock.GetUtcNow()));
                    live.Refresh();
                }
                return await running;
            });
    }

    private sealed class LineView(UpState state, TimeProvider clock) : UpView(state, clock)
    {
        public override Task<string> ShowAsync(Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken)
        {
            foreach (var (what, took) in State.Before) Line($"before this: {what} {took.TotalSeconds:0} s");
            return work(cancellationToken);
        }

        public override void Tell(BuildProgress progress)
        {
            if (progress.Cached) Line($"image {progress.Step}: cached");
            else if (progress.Took is { } took) Line($"image {progress.Step}: {took.TotalSeconds:0.0} s");
        }

        public override void Tell(BootEvent bootEvent) => Line($"{State.Node} {bootEvent.Step}: {bootEvent.Message}");

        public override void Live()
        {
            Line($"{State.Node} is live at {State.Boot?.Address}");
            if (State.Ssh is { } ssh) Line("log in: " + ssh);
            if (State.Dashboard is { } dashboard) Line("dashboard: " + dashboard);
        }

        private void Line(string text) => Console.Error.WriteLine($"[{(Clock.GetUtcNow() - State.Started).TotalSeconds,6:0.0} s] {text}");
    }
}
