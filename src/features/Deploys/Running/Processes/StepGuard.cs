using System.Diagnostics;
using System.Globalization;

namespace Racklight.Deploys.Running.Processes;

/// <summary>
/// A shell that waits beside a step. When the runner is killed, its end of the pipe closes, and the guard ends the step's process group as the
/// runner would have done: so a killed runner never leaves Ansible at work with nobody reading what it says.
/// </summary>
internal sealed class StepGuard : IDisposable
{
    // `read` fails at the end of the pipe; a line means that the step has ended by itself.
    private const string Script = """
        read -r _ && exit 0
        kill -INT -"$1" 2>/dev/null
        for signal in TERM KILL; do
            left=$2
            while kill -0 -"$1" 2>/dev/null && [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done
            kill -$signal -"$1" 2>/dev/null
        done
        """;

    private readonly Process _process;

    /// <summary>Starts the guard of a process group.</summary>
    /// <param name="leader">The group.</param>
    /// <param name="grace">Patience after each signal.</param>
    public StepGuard(int leader, TimeSpan grace)
    {
        var seconds = Math.Clamp((int)grace.TotalSeconds, 1, 3600);
        _process = App.ProcessRunner.Start(new App.ProcessSpec(
            "setsid", "sh", "-c", Script, "racklight-step-guard", leader.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The step has ended: so does the guard.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine("ended");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
        _process.WaitForExit();
        _process.Dispose();
    }
}
