using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>Says what a fault means, and what to try next.</summary>
internal static class Diagnosis
{
    /// <summary>The fault with the next thing to try.</summary>
    public static string Of(BootEvent fault)
    {
        var advice = fault.Step switch
        {
            _ when fault.Message.Contains("never built", StringComparison.Ordinal) => "Build the image, then the machine finds it by itself: it asks again every minute.",
            _ when fault.Message.Contains("checksum", StringComparison.OrdinalIgnoreCase) => "The file on the server or the way to the machine is damaged: nothing of it was run. Check the server's disk, then the switch port and cable.",
            _ when fault.Message.Contains("memory", StringComparison.OrdinalIgnoreCase) => "The image must fit into memory: use a machine with more of it, or a smaller image.",
            BootSteps.Dhcp or BootSteps.Loader => "Look at the network's mode and at other DHCP servers on the link.",
            BootSteps.Script => "Check the site: what the node boots must name an image that is built.",
            BootSteps.Live => "The machine runs something else than it was given: boot it anew.",
            _ => "The machine's own screen, or its serial console, shows the same message with more around it.",
        };
        return $"{Sentence(fault.Message)} {advice}";
    }

    /// <summary>What silence after a step usually means.</summary>
    public static string OfSilence(BootEvent? last) => "Nothing was heard for minutes. " + (last?.Step switch
    {
        BootSteps.Dhcp => "The firmware was answered and fetched no loader: another DHCP server may have won, or the firmware wants a complete offer (dhcp: full).",
        BootSteps.Loader => "The loader was sent and never asked for its script: this iPXE may not drive the card, or its DHCP got no answer.",
        BootSteps.Script => "The script was fetched, and no kernel: look at the machine's screen.",
        BootSteps.Kernel => "Kernel and initrd were fetched, and the initramfs never reported: the kernel may not know the network card, or the console shows a panic.",
        BootSteps.Initramfs => "The initramfs runs and does not get the root file: look at the machine's console.",
        BootSteps.Rootfs => "The root file is there and the system does not come up: look at the machine's console.",
        _ => "Look at the machine's screen.",
    });

    private static string Sentence(string text)
    {
        var sentence = text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
        return sentence.EndsWith('.') ? sentence : sentence + ".";
    }
}
