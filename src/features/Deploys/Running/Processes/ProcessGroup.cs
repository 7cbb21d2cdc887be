using System.Globalization;
using System.Runtime.InteropServices;

namespace Racklight.Deploys.Running.Processes;

/// <summary>A step's processes: the leader of a process group and all that it started. Ansible ends cleanly only when its whole group is asked.</summary>
internal static partial class ProcessGroup
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>SIGINT to a process alone.</summary>
    public static void InterruptProcess(int pid) => _ = Send(pid, Interrupt);

    /// <summary>SIGINT to the group: Ansible ends after the tasks that run now.</summary>
    public static void InterruptAll(int leader) => _ = Send(-leader, Interrupt);

    /// <summary>SIGTERM to the group.</summary>
    public static void TerminateAll(int leader) => _ = Send(-leader, Terminate);

    /// <summary>SIGKILL to the group.</summary>
    public static void KillAll(int leader) => _ = Send(-leader, Kill);

    /// <summary>True while a process of the group runs. Zombies do not count: their parent may be gone, and who takes them over may be slow.</summary>
    public static bool IsAlive(int leader)
    {
        // The cheap question first: most often there is nothing any more.
        if (Send(-leader, 0) != 0) return false;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(directory[6])) continue;
            try
            {
                var stat = File.ReadAllText(directory + "/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[2] == leader.ToString(CultureInfo.InvariantCulture) && fields[0] is not ("Z" or "X")) return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        return false;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int pid, int signal);
}
