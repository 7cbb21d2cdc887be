using System.Buffers.Binary;
using System.Text;

namespace Racklight.BootMedia.Loaders;

/// <summary>A section of an <see cref="EfiProgram"/>.</summary>
/// <param name="Name">At most eight characters.</param>
/// <param name="Address">Where it is loaded, relative to the program's start.</param>
/// <param name="Size">Bytes in memory.</param>
/// <param name="Offset">Where its bytes lie in the file; 0 for one without.</param>
/// <param name="Stored">Bytes in the file.</param>
internal sealed record EfiSection(string Name, uint Address, uint Size, int Offset, int Stored);

/// <summary>
/// A 64-bit x86 EFI program (PE32+) read into memory, as far as one that is changed needs it. Everything is bounded by the file's
/// length; what is not as the specification says is refused.
/// </summary>
internal sealed class EfiProgram
{
    private const int MaximumLength = 16 * 1024 * 1024;
    private const int SectionHeader = 40;
    private const ushort Amd64 = 0x8664;
    private const ushort Pe32Plus = 0x20b;

    private readonly byte[] _bytes;
    private readonly int _header;
    private readonly int _optional;
    private readonly int _sectionTable;

    private EfiProgram(byte[] bytes, int header)
    {
        _bytes = bytes;
        _header = header;
        _optional = header + 24;
        _sectionTable = _optional + U16(header + 20);
        if (U16(header + 4) != Amd64) throw new FormatException("it is not for 64-bit x86");
        if (U16(_optional) != Pe32Plus || U32(_optional + 108) < 7) throw new FormatException("it is not a PE32+ program with base relocations");
        Sections = [.. Enumerable.Range(0, U16(header + 6)).Select(ReadSection)];
        if (Sections.Count == 0 || Sections[^1].Offset < _sectionTable + Sections.Count * SectionHeader) throw new FormatException("its sections do not follow its headers");
        if (!uint.IsPow2(Alignment) || Alignment > 0x10000) throw new FormatException($"its sections are aligned to {Alignment} bytes");
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<EfiSection> Sections { get; }

    /// <summary>What the file's addresses are relative to.</summary>
    public ulong ImageBase => U64(_optional + 24);

    /// <summary>Section addresses and the program's size are multiples of that.</summary>
    public uint Alignment => U32(_optional + 32);

    /// <summary>The base relocations' place and length in memory.</summary>
    public (uint Address, uint Length) Relocations => (U32(_optional + 152), U32(_optional + 156));

    /// <summary>True when a signature is attached; a changed program would break it.</summary>
    public bool IsSigned => U32(_optional + 148) != 0;

    /// <summary>The file as it stands.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads a program.</summary>
    /// <exception cref="FormatException">It is not one; the message says why.</exception>
    public static EfiProgram Read(byte[] bytes)
    {
        if (bytes.Length is < 0x200 or > MaximumLength) throw new FormatException($"its length of {bytes.Length} bytes is not a program's");
        try
        {
            var header = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x3c));
            if (header < 0x40 || header > bytes.Length - 0x180 || !bytes.AsSpan(header, 4).SequenceEqual("PE\0\0"u8)) throw new FormatException("it has no PE header");
            return new EfiProgram(bytes, header);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException("its headers point outside the file", e);
        }
    }

    /// <summary>The place in the file of an address in memory; -1 when nothing of the file is loaded there.</summary>
    public int OffsetOf(ulong address)
    {
        foreach (var section in Sections)
        {
            if (section.Offset > 0 && address >= section.Address && address - section.Address < (uint)section.Stored) return section.Offset + (int)(address - section.Address);
        }
        return -1;
    }

    /// <summary>The address in memory of a place in the file; null for a place that is not loaded.</summary>
    public uint? AddressOf(int offset)
    {
        var section = Sections.FirstOrDefault(s => s.Offset > 0 && offset >= s.Offset && offset - s.Offset < s.Stored);
        return section is null ? null : section.Address + (uint)(offset - section.Offset);
    }

    /// <summary>The number at an offset.</summary>
    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset));

    /// <summary>
    /// The program with its last section replaced by other content, which is loaded, executable, and may bring new base relocations.
    /// </summary>
    /// <param name="name">The new section's name.</param>
    /// <param name="content">Its bytes, relocations included.</param>
    /// <param name="relocations">Where in it the base relocations begin, and how long they are.</param>
    /// <param name="words">Eight-byte words to change elsewhere: address in memory and value.</param>
    public byte[] ReplaceLastSection(string name, ReadOnlySpan<byte> content, (int Offset, int Length) relocations, IEnumerable<(uint Address, ulong Value)> words)
    {
        var last = Sections[^1];
        var result = new byte[last.Offset + content.Length];
        _bytes.AsSpan(0, last.Offset).CopyTo(result);
        content.CopyTo(result.AsSpan(last.Offset));
        foreach (var (address, value) in words) BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(OffsetOf(address), 8), value);

        var row = result.AsSpan(_sectionTable + (Sections.Count - 1) * SectionHeader, SectionHeader);
        row.Clear();
        Encoding.ASCII.GetBytes(name, row);
        BinaryPrimitives.WriteUInt32LittleEndian(row[8..], (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(row[12..], last.Address);
        BinaryPrimitives.WriteUInt32LittleEndian(row[16..], (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(row[20..], (uint)last.Offset);
        // Code, executable, readable.
        BinaryPrimitives.WriteUInt32LittleEndian(row[36..], 0x6000_0020);

        var optional = result.AsSpan(_optional);
        BinaryPrimitives.WriteUInt32LittleEndian(optional[56..], RoundUp(last.Address + (uint)content.Length, Alignment));
        // A checksum is optional for EFI; one that no longer fits is worse than none.
        BinaryPrimitives.WriteUInt32LittleEndian(optional[64..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(optional[152..], last.Address + (uint)relocations.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(optional[156..], (uint)relocations.Length);
        // The debug directory, which lay in the section that went.
        optional.Slice(160, 8).Clear();
        return result;
    }

    internal static uint RoundUp(uint value, uint unit) => unit <= 1 ? value : checked((value + unit - 1) / unit * unit);

    private EfiSection ReadSection(int index)
    {
        var row = _bytes.AsSpan(_sectionTable + index * SectionHeader, SectionHeader);
        var name = Encoding.ASCII.GetString(row[..8]).TrimEnd('\0');
        var stored = BinaryPrimitives.ReadInt32LittleEndian(row[16..]);
        var offset = BinaryPrimitives.ReadInt32LittleEndian(row[20..]);
        if (stored < 0 || offset < 0 || offset > _bytes.Length - stored) throw new FormatException($"its section {name} lies outside the file");
        return new EfiSection(name, BinaryPrimitives.ReadUInt32LittleEndian(row[12..]), BinaryPrimitives.ReadUInt32LittleEndian(row[8..]), offset, stored);
    }

    private ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));

    private uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));
}
