using Racklight.State;

namespace Racklight.Nodes.Boots;

/// <summary>A node's newest boot with what is needed to judge the next sign of it. Touched only under its node's lock.</summary>
internal sealed class ActiveBoot(Boot boot)
{
    // A healthy boot has some twenty events; a machine that says more than this is broken or hostile.
    private readonly TokenBucket _events = new(200, 10);

    /// <summary>The boot as stored.</summary>
    public Boot Boot { get; set; } = boot;

    /// <summary>The furthest step that it reached, as an index into <see cref="Steps.InOrder"/>; -1 for none.</summary>
    public int Reached { get; set; } = -1;

    /// <summary>Its last event.</summary>
    public BootEvent? Last { get; set; }

    /// <summary>When anything was last heard, repeats included.</summary>
    public DateTimeOffset LastHeard { get; set; } = boot.Started;

    /// <summary>How often <see cref="Last"/> was said again without a new event.</summary>
    public int Repeats { get; set; }

    /// <summary>Its kernel was fetched whole.</summary>
    public bool FetchedKernel { get; set; }

    /// <summary>Its initrd was fetched whole.</summary>
    public bool FetchedInitrd { get; set; }

    /// <summary>What held for this one boot is used up by it: who comes for a script again was started anew.</summary>
    public bool Spent { get; set; }

    /// <summary>Somebody assigned something else since its script was handed out: the next question is answered anew.</summary>
    public bool Reconsider { get; set; }

    /// <summary>Its older events were read back from the store.</summary>
    public bool Loaded { get; set; }

    /// <summary>What the machine may ask of its session's endpoints.</summary>
    public TokenBucket Requests { get; } = new(120, 10);

    /// <summary>False when it says too much to be kept.</summary>
    public bool MayAppend(DateTimeOffset now) => _events.TryTake(now);
}

/// <summary>The steps of a boot by their place in it.</summary>
internal static class Steps
{
    /// <summary>In the order in which a healthy boot passes them.</summary>
    public static IReadOnlyList<string> InOrder { get; } = [BootSteps.Dhcp, BootSteps.Loader, BootSteps.Script, BootSteps.Kernel, BootSteps.Initramfs, BootSteps.Rootfs, BootSteps.Live];

    /// <summary>Index of <see cref="BootSteps.Loader"/>.</summary>
    public const int Loader = 1;

    /// <summary>Index of <see cref="BootSteps.Initramfs"/>.</summary>
    public const int Initramfs = 4;

    /// <summary>A step's place, or -1.</summary>
    public static int IndexOf(string step)
    {
        for (var i = 0; i < InOrder.Count; i++)
        {
            if (InOrder[i] == step) return i;
        }
        return -1;
    }
}
