using System.Buffers.Binary;
using System.Text;

namespace Racklight.BootMedia.Loaders;

/// <summary>
/// Makes an iPXE that is too old to look for <c>autoexec.ipxe</c> run a command at its start. iPXE has the setting
/// <c>scriptlet</c>: a command line that it runs instead of booting by itself. Nothing on a disk can set it, but iPXE also has
/// "built-in" settings, whose values functions of its own give: a table of pairs (setting, function). One of those, the clock
/// (<c>unixtime</c>, which no boot script uses), is made to be the scriptlet, given by a function of sixteen instructions in a
/// section of ours. Data and one section change, no instruction of iPXE's.
/// </summary>
/// <remarks>
/// Nothing is taken on trust: each structure is found by the one reference to the one before it, and must look in every field as
/// iPXE's sources have it (src/core/settings.c, src/include/ipxe/settings.h). Anything else is refused.
/// </remarks>
internal static class Scriptlet
{
    /// <summary>The longest command line, in bytes.</summary>
    public const int MaximumLength = 200;

    private const string SectionName = ".script";
    private const int Dir64 = 10;

    // mov eax,LENGTH; mov ecx,eax; cmp rsi,rcx; cmovb rcx,rsi; lea rsi,[rip+3]; rep movsb; ret: copies what fits of the text behind it into
    // the caller's buffer (rdi, rsi bytes long: the System V convention, which iPXE uses inside) and returns the text's whole length.
    private static ReadOnlySpan<byte> AfterLength => [0x89, 0xc1, 0x48, 0x39, 0xce, 0x48, 0x0f, 0x42, 0xce, 0x48, 0x8d, 0x35, 3, 0, 0, 0, 0xf3, 0xa4, 0xc3];

    /// <summary>The program that runs the command.</summary>
    /// <exception cref="FormatException">It is not an iPXE that this is known to work for; the message says what differs.</exception>
    public static byte[] PutInto(byte[] program, string command)
    {
        if (command.Length is 0 or > MaximumLength || !command.All(c => c is >= ' ' and <= '~')) throw new ArgumentException($"a scriptlet is 1 to {MaximumLength} printable characters", nameof(command));
        try
        {
            return Put(program, command);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new FormatException("its headers contradict each other", e);
        }
    }

    private static byte[] Put(byte[] program, string command)
    {
        var efi = EfiProgram.Read(program);
        if (efi.IsSigned) throw new FormatException("it is signed: a change would break its signature");
        if (efi.ImageBase != 0) throw new FormatException("it is not linked to address 0, as iPXE is");
        if (efi.Sections[^1].Name != ".debug" || efi.Sections[^1].Offset == 0) throw new FormatException("its last section is not .debug, as iPXE's is");

        var scriptlet = Find(efi, "scriptlet", own: false);
        var clock = Find(efi, "unixtime", own: true);
        var errno = Find(efi, "errno", own: true);
        if (scriptlet.Scope != 0 || clock.Scope == 0 || clock.Scope != errno.Scope) throw new FormatException("its settings do not have the scopes that iPXE's have");
        // Entries of the table: the setting and the function that gives its value. Compiled code refers to neither by a plain pointer.
        var entry = OnlyReference(efi, clock.Address, "the setting unixtime");
        var function = efi.OffsetOf(efi.U64(efi.OffsetOf(entry) + 8));
        if (function < efi.Sections[0].Offset || function >= efi.Sections[0].Offset + efi.Sections[0].Stored) throw new FormatException("the setting unixtime is not given by a function");

        var relocations = efi.OffsetOf(efi.Relocations.Address);
        if (relocations < 0 || efi.Relocations.Length > 1 << 20 || relocations + efi.Relocations.Length > program.Length) throw new FormatException("its base relocations lie outside the file");
        var scope = scriptlet.Address + Setting.ScopeOffset;
        var content = new List<byte>(Code(command));
        Pad(content, efi.Alignment);
        var start = content.Count;
        content.AddRange(program.AsSpan(relocations, (int)efi.Relocations.Length));
        // The scriptlet's scope was null and is a pointer now: the firmware must relocate it like the others.
        content.AddRange(Relocation(scope));
        var length = content.Count - start;
        Pad(content, efi.Alignment);
        return efi.ReplaceLastSection(SectionName, content.ToArray(), (start, length),
            [(scope, clock.Scope), (entry, scriptlet.Address), (entry + 8, efi.Sections[^1].Address)]);
    }

    private static byte[] Code(string command)
    {
        var text = Encoding.ASCII.GetBytes(command);
        var code = new byte[5 + AfterLength.Length + text.Length + 1];
        code[0] = 0xb8;
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(1), text.Length);
        AfterLength.CopyTo(code.AsSpan(5));
        text.CopyTo(code, 5 + AfterLength.Length);
        return code;
    }

    private static byte[] Relocation(uint address)
    {
        var block = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(block, address & ~0xfffu);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), block.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(8), (ushort)(Dir64 << 12 | (int)(address & 0xfff)));
        return block;
    }

    private static void Pad(List<byte> content, uint unit)
    {
        var padded = EfiProgram.RoundUp((uint)content.Count, unit);
        while (content.Count < padded) content.Add(0);
    }

    /// <summary>The setting of that name. <paramref name="own"/>: its name is a string alone, else it may be the end of another.</summary>
    private static Setting Find(EfiProgram efi, string name, bool own)
    {
        var needle = Encoding.ASCII.GetBytes(own ? $"\0{name}\0" : $"{name}\0");
        var found = new List<Setting>();
        for (var at = efi.Bytes.IndexOf(needle); at >= 0;)
        {
            if (efi.AddressOf(own ? at + 1 : at) is { } text) found.AddRange(References(efi, text).Select(address => Setting.Read(efi, address)).OfType<Setting>());
            var next = efi.Bytes[(at + 1)..].IndexOf(needle);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return found.Count == 1 ? found[0] : throw new FormatException(found.Count == 0 ? $"it has no setting {name}" : $"it has {found.Count} settings {name}");
    }

    private static uint OnlyReference(EfiProgram efi, uint address, string what)
    {
        var all = References(efi, address).ToList();
        return all.Count == 1 ? all[0] : throw new FormatException($"{what} is referred to {all.Count} times instead of once");
    }

    /// <summary>Aligned words in memory that hold an address.</summary>
    private static IEnumerable<uint> References(EfiProgram efi, uint address)
    {
        var word = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(word, address);
        var from = 0;
        while (efi.Bytes[from..].IndexOf(word) is var step and >= 0)
        {
            if (efi.AddressOf(from + step) is { } at && at % 8 == 0) yield return at;
            from += step + 1;
        }
    }

    /// <summary>iPXE's <c>struct setting</c>: name, description, type, tag, scope; eight bytes each.</summary>
    private sealed record Setting(uint Address, ulong Scope)
    {
        public const uint ScopeOffset = 32;
        private const int Length = 40;

        public static Setting? Read(EfiProgram efi, uint address)
        {
            var offset = efi.OffsetOf(address);
            if (offset < 0 || efi.AddressOf(offset + Length - 1) is null) return null;
            var described = efi.OffsetOf(efi.U64(offset + 8)) > 0;
            var typed = efi.OffsetOf(efi.U64(offset + 16)) > 0;
            return described && typed ? new Setting(address, efi.U64(offset + (int)ScopeOffset)) : null;
        }
    }
}
