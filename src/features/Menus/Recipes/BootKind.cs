using System.Text.Json.Serialization;

namespace Racklight.Menus.Recipes;

/// <summary>How a boot is started: what the script has to do with a plan's files.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BootKind>))]
public enum BootKind
{
    /// <summary>A kernel with its initrds and a command line (also programs in a kernel's clothes, such as memtest86+).</summary>
    [JsonStringEnumMemberName("linux")]
    Linux,

    /// <summary>An EFI program with a command line. UEFI only.</summary>
    [JsonStringEnumMemberName("efi-app")]
    EfiApp,

    /// <summary>A disk image that memdisk keeps in RAM: memdisk is the kernel, the image its initrd. BIOS only.</summary>
    [JsonStringEnumMemberName("memdisk")]
    Memdisk,

    /// <summary>Windows PE: wimboot is the kernel, its files the initrds, each under the name that wimboot expects.</summary>
    [JsonStringEnumMemberName("wimboot")]
    Wimboot,

    /// <summary>A disk image that iPXE reads over HTTP as the firmware asks for its sectors.</summary>
    [JsonStringEnumMemberName("sanboot")]
    Sanboot,

    /// <summary>Another iPXE script.</summary>
    [JsonStringEnumMemberName("chain")]
    Chain,

    /// <summary>The machine's own disk.</summary>
    [JsonStringEnumMemberName("local")]
    Local,

    /// <summary>An image of the site (<see cref="BootPlan.Image"/>): the room of nodes boots it.</summary>
    [JsonStringEnumMemberName("image")]
    Image,
}
