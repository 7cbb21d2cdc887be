using System.Text;
using CsCheck;
using Racklight.Vault;
using Racklight.Vault.Inline;

namespace Racklight.Tests.Vault;

/// <summary>Single encrypted values within YAML: what is not touched stays, byte for byte.</summary>
public sealed class InlineViewTests : IDisposable
{
    private readonly VaultKeyring _keyring = AnsibleVault.Keyring();

    public void Dispose() => _keyring.Dispose();

    [Fact]
    public void Only_the_value_that_changed_is_encrypted_anew()
    {
        var text = $"# top\na: {Block("one")}\nb:   {Block("two", 6)}\n\n# between\nc: plain  # why\nd: {Block("three")}\n";
        using var view = InlineView.Open(text, _keyring);
        view.Text.ShouldBe("# top\na: !vault one\nb:   !vault two\n\n# between\nc: plain  # why\nd: !vault three\n");
        var closed = view.Close(view.Text.Replace("two", "zwei", StringComparison.Ordinal), _keyring);
        closed.ShouldStartWith(text[..text.IndexOf("b:", StringComparison.Ordinal)]);
        closed.ShouldEndWith(text[text.IndexOf("\n\n# between", StringComparison.Ordinal)..]);
        Opened(closed).ShouldBe([("a", "one"), ("b", "zwei"), ("d", "three")]);
        InlineVaults.Find(closed).Select(static vault => vault.Parse().Salt.ToArray()).Distinct(new Bytes()).Count().ShouldBe(3);
    }

    [Fact]
    public void An_unchanged_view_is_the_same_file()
    {
        var text = $"a: {Block("one")}\r\nb: x\r\n".ReplaceLineEndings("\r\n");
        using var view = InlineView.Open(text, _keyring);
        view.Close(view.Text, _keyring).ShouldBe(text);
    }

    [Fact]
    public void A_value_that_moved_keeps_its_ciphertext_and_a_copy_does_not()
    {
        var block = Block("one");
        using var view = InlineView.Open($"a: {block}\n", _keyring);
        view.Close("renamed: !vault one\n", _keyring).ShouldBe($"renamed: {block}\n");
        var copied = view.Close("a: !vault one\nb: !vault one\n", _keyring);
        copied.ShouldStartWith($"a: {block}\nb: !vault |\n");
        var salts = InlineVaults.Find(copied).Select(static vault => vault.Parse()).ToList();
        salts[0].SharesSaltWith(salts[1]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a: !vault new  # why\n", "a: !vault |  # why\n")]
    [InlineData("l:\n  - x: {y: !vault new}\n", "l:\n  - x: {y: !vault \"$ANSIBLE_VAULT")]
    [InlineData("l:\n  - !vault new\n", "l:\n  - !vault |\n            $ANSIBLE_VAULT")]
    [InlineData("a: !vault |\n  new\n", "a: !vault |\n  $ANSIBLE_VAULT")]
    public void A_new_value_is_written_so_that_it_is_read_again(string text, string start)
    {
        using var view = InlineView.Open("", _keyring);
        var closed = view.Close(text, _keyring);
        closed.ShouldStartWith(start);
        Opened(closed).Single().Plain.Trim().ShouldBe("new");
    }

    [Fact]
    public void Blocks_flows_anchors_merge_keys_and_several_documents_are_read()
    {
        var one = Encoding.ASCII.GetString(_keyring.Seal("q"u8)).Replace("\n", "\\n", StringComparison.Ordinal);
        var text = $"x: &x {{p: !vault \"{one}\"}}\ny: {{<<: *x}}\nz: !vault-encrypted |-\n{Block("z")["!vault |\n".Length..]}\nt: \"no !vault here\"\n---\nw: {Block("w")}\n";
        Opened(text).ShouldBe([("x.p", "q"), ("z", "z"), ("w", "w")]);
    }

    [Fact]
    public void Damage_is_told_with_the_key_and_the_line_of_the_file()
    {
        var text = $"a: 1\nb: {Block("one")}\n";
        var lines = text.Split('\n');
        lines[4] = lines[4][..^1] + "x";
        var fault = Should.Throw<VaultFormatException>(() => InlineView.Open(string.Join('\n', lines), _keyring));
        (fault.Line, fault.Message).ShouldBe((5, "`b`: `x` is no hexadecimal digit"));
    }

    [Fact]
    public void Any_text_comes_back_through_view_and_close()
        => Gen.String[Gen.Char[" \n\t\r\"'\\#:-?|>%@`&*!{}[],aZ09üß€\u0001"], 1, 40].Sample(plain =>
        {
            var text = $"k:\n  a: {Block(plain, 12)}\n  b: 2\n";
            using var view = InlineView.Open(text, _keyring);
            var closed = view.Close(view.Text.Replace("b: 2", "b: 3", StringComparison.Ordinal), _keyring);
            // The view shows the value so that YAML reads the same text: its ciphertext stays.
            return closed == text.Replace("b: 2", "b: 3", StringComparison.Ordinal);
        }, iter: 200);

    private static string Block(string plain, int indent = 10) => InlineText.Block(AnsibleVault.Keyring().Seal(Encoding.UTF8.GetBytes(plain)), indent);

    private List<(string Path, string Plain)> Opened(string text) => [.. InlineVaults.Find(text).Select(vault =>
    {
        using var opened = vault.Open(_keyring);
        return (vault.Path, Encoding.UTF8.GetString(opened.Plaintext.Span));
    })];

    private sealed class Bytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => bytes[0];
    }
}
