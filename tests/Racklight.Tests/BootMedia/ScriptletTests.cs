using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Racklight.BootMedia.Loaders;

namespace Racklight.Tests.BootMedia;

public sealed class ScriptletTests
{
    private const string Command = "chain file:/autoexec.ipxe || shell";

    [Fact]
    public void The_distributions_loader_gets_a_section_with_the_command_and_relocations_that_cover_it()
    {
        var before = EfiProgram.Read(MediaTools.OldLoader());
        var after = EfiProgram.Read(Scriptlet.PutInto(MediaTools.OldLoader(), Command));
        after.Sections.Count.ShouldBe(before.Sections.Count);
        var added = after.Sections[^1];
        added.Name.ShouldBe(".script");
        added.Address.ShouldBe(before.Sections[^1].Address);
        Encoding.ASCII.GetString(after.Bytes.Slice(added.Offset, added.Stored)).ShouldContain(Command + "\0");
        var (old, @new) = (Relocations(before), Relocations(after));
        old.ShouldBeSubsetOf(@new);
        var extra = @new.Except(old).ShouldHaveSingleItem();
        // It holds the scope that the other built-in settings have, which lies in memory that the file does not fill.
        after.U64(after.OffsetOf(extra)).ShouldBeGreaterThan(0ul);
        before.U64(before.OffsetOf(extra)).ShouldBe(0ul);
    }

    [Fact]
    public void Nothing_else_of_the_loader_changes()
    {
        var old = MediaTools.OldLoader();
        var @new = Scriptlet.PutInto(old, Command);
        var end = EfiProgram.Read(old).Sections[^1].Offset;
        var changed = Enumerable.Range(0, end).Where(i => old[i] != @new[i]).ToList();
        // The scope, the table's entry of two words, and the headers.
        changed.Where(i => i >= 0x400).Select(i => i / 8).Distinct().Count().ShouldBe(3);
        changed.Count.ShouldBeLessThan(80);
    }

    [Fact]
    public void A_loader_that_has_a_command_already_is_refused()
        => Should.Throw<FormatException>(() => Scriptlet.PutInto(Scriptlet.PutInto(MediaTools.OldLoader(), Command), Command)).Message.ShouldContain(".debug");

    [Fact]
    public void The_loader_for_one_card_is_changed_as_well_as_the_one_for_all()
    {
        var snponly = "/usr/lib/ipxe/snponly.efi";
        MediaTools.Require(File.Exists(snponly) && !MediumLoaders.LooksForScript(File.ReadAllBytes(snponly)), "the distribution's ipxe is not that of Debian 12");
        Scriptlet.PutInto(File.ReadAllBytes(snponly), Command).Length.ShouldBeGreaterThan(0x200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("ü")]
    public void A_command_is_one_line_of_plain_text(string command)
        => Should.Throw<ArgumentException>(() => Scriptlet.PutInto([], command));

    [Fact]
    public void Whatever_is_no_such_loader_is_refused_and_never_read_beyond_its_end()
    {
        var loader = MediaTools.OldLoader();
        Gen.Select(Gen.Int[0, loader.Length - 1], Gen.Int[0, 0x2c0], Gen.UInt).Sample((length, at, word) =>
        {
            var damaged = loader[..Math.Max(length, 0x400)];
            BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(at), word);
            try
            {
                Scriptlet.PutInto(damaged, Command);
            }
            catch (FormatException)
            {
                // The one way to refuse.
            }
        }, iter: 300);
    }

    private static HashSet<uint> Relocations(EfiProgram program)
    {
        var found = new HashSet<uint>();
        var (address, length) = program.Relocations;
        var bytes = program.Bytes.Slice(program.OffsetOf(address), (int)length);
        while (bytes.Length >= 8)
        {
            var page = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            size.ShouldBeInRange(8, bytes.Length);
            for (var at = 8; at < size; at += 2)
            {
                var entry = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
                if (entry >> 12 == 10) found.Add(page + (uint)(entry & 0xfff));
            }
            bytes = bytes[size..];
        }
        return found;
    }
}
