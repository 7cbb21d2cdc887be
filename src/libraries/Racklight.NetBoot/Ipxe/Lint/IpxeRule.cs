namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>What is wrong with a place in a script.</summary>
public enum IpxeRule
{
    /// <summary>The first line is not <c>#!ipxe</c>: iPXE does not take the file for a script.</summary>
    NotAScript,

    /// <summary>A byte order mark, or a control character.</summary>
    ControlCharacter,

    /// <summary>A jump to a label that is not in this file, whose failure ends the script; iPXE looks nowhere else.</summary>
    DanglingGoto,

    /// <summary>The same with <c>||</c> behind it: the script goes on, but never there.</summary>
    GuardedDanglingGoto,

    /// <summary>A menu's item whose choice is jumped to, and that has no label.</summary>
    UnreachableEntry,

    /// <summary>A label that stands twice: the second is never found.</summary>
    DuplicateLabel,

    /// <summary>An initrd without <c>--name</c>: its name depends on the URL.</summary>
    UnnamedInitrd,

    /// <summary>The kernel's <c>initrd=</c> and the initrds fetched do not agree: EFI kernels would start without.</summary>
    InitrdMismatch,

    /// <summary>A command that the client's iPXE is not known to have; an unknown command ends the script.</summary>
    UnknownCommand,

    /// <summary>An option that the command does not have in the client's version: the command fails.</summary>
    UnknownOption,

    /// <summary>Too few or too many arguments, or an option without its value: the command fails.</summary>
    WrongArguments,

    /// <summary>A time-out or another number that is none.</summary>
    NotANumber,

    /// <summary>A word that cuts or joins what was meant to be text: <c>#…</c> after a command, <c>${</c> without its end, a glued <c>||</c>.</summary>
    UnsafeToken,

    /// <summary>A variable of several words where one is read: it stays one argument.</summary>
    ExpandedWords,

    /// <summary>Lines that nothing leads to.</summary>
    Unreachable,

    /// <summary>A fetch whose failure nobody handles: it ends the script, and the machine falls into its firmware.</summary>
    UnguardedFetch,

    /// <summary>A <c>choose</c> whose Escape ends the script.</summary>
    UnguardedChoose,

    /// <summary>A question (<c>iseq</c>, <c>isset</c>, <c>prompt</c>, …) whose "no" ends the script.</summary>
    UnguardedCondition,

    /// <summary><c>item</c> or <c>choose</c> before any <c>menu</c>.</summary>
    ItemWithoutMenu,

    /// <summary>The script's end can be reached.</summary>
    RunsOffEnd,

    /// <summary>A percent-encoding in a query, which this iPXE decodes and encodes anew.</summary>
    ReencodedQuery,

    /// <summary>A variable that nothing sets in what was looked at.</summary>
    UnsetVariable,
}
