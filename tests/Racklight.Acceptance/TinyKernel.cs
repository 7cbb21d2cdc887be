using System.Buffers.Binary;

namespace Racklight.Acceptance;

/// <summary>
/// The smallest bzImage (Linux's Documentation/arch/x86/boot.rst, protocol 2.03): in real mode it sends its command line to the first
/// serial port, then a line feed and the lowest byte of its initrd's length, and halts.
/// </summary>
internal static class TinyKernel
{
    /// <summary>The length of an initrd for it.</summary>
    public const int InitrdLength = 'D';

    /// <summary>The length of a file to be put into its initramfs.</summary>
    public const int FileLength = 201;

    /// <summary>Where in the initramfs.</summary>
    public const string FilePath = "/medium.iso";

    /// <summary>
    /// The whole: iPXE begins each part at a page of its own, and puts a header of cpio's "newc" format (110 bytes, the path with its NUL, all
    /// rounded up to 4) before the file. Without the header it would have another lowest byte.
    /// </summary>
    public static int InitramfsLength => 4096 + ((110 + FilePath.Length + 1 + 3) & ~3) + FileLength;

    /// <summary>What it says of an initramfs of that length.</summary>
    public static char Letter(int length) => (char)(length & 0xff);

    private const int SetupEntry = 0x240;

    private static readonly byte[] Code = Convert.FromHexString(
        "BAF803" + // mov dx, 0x3f8
        "66A12802" + // mov eax, [cmd_line_ptr]
        "6689C3" + // mov ebx, eax
        "83E30F" + // and bx, 15
        "66C1E804" + // shr eax, 4
        "8EC0" + // mov es, ax
        "268A07" + // next: mov al, es:[bx]
        "84C0" + // test al, al
        "7404" + // jz done
        "EE" + // out dx, al
        "43" + // inc bx
        "EBF5" + // jmp next
        "B00A" + // done: mov al, 10
        "EE" + // out dx, al
        "A01C02" + // mov al, [ramdisk_size]
        "EE" + // out dx, al
        "F4" + // halt: hlt
        "EBFD"); // jmp halt

    /// <summary>The file.</summary>
    public static byte[] Bytes { get; } = Make();

    private static byte[] Make()
    {
        var image = new byte[0x440];
        image[0x1f1] = 1; // setup_sects
        image[0x1f4] = 4; // syssize, in 16 bytes
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x1fe), 0xaa55);
        image[0x200] = 0xeb; // jmp SetupEntry
        image[0x201] = SetupEntry - 0x202;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x0203);
        image[0x211] = 1; // loadflags: LOADED_HIGH
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x214), 0x100000); // code32_start
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x22c), 0x37ffffff); // initrd_addr_max
        Code.CopyTo(image.AsSpan(SetupEntry));
        return image;
    }
}
