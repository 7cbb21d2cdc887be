using System.Globalization;
using System.Text;

namespace Racklight.NetBoot.Ipxe;

/// <summary>
/// Writes an iPXE script line by line. It cannot write a line that iPXE would read otherwise, a jump to nowhere, a command that the
/// client is not known to have, a fetch whose failure nobody handles, or an end that drops the machine into its firmware by accident.
/// </summary>
public sealed partial class IpxeScript
{
    /// <summary>Every fetch that fails goes to this label, which a script with fetches must have.</summary>
    public const string Failed = "failed";

    private const int MaximumLines = 4000;
    private readonly List<string> _lines = [];
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _jumps = new(StringComparer.Ordinal);
    private readonly IpxeEncoder _encoder;
    private int _hoisted;
    private bool _ended;

    /// <summary>Starts a script for a client; null: one that the oldest supported iPXE understands.</summary>
    public IpxeScript(IpxeCapabilities? capabilities = null)
    {
        Capabilities = capabilities ?? IpxeCapabilities.Oldest;
        _encoder = new IpxeEncoder(Hoist);
    }

    /// <summary>What the client can.</summary>
    public IpxeCapabilities Capabilities { get; }

    /// <summary>True when something in it can fail, so that it needs <see cref="WhenFailed"/>.</summary>
    internal bool CanFail => _jumps.Contains(Failed);

    /// <summary>A remark for whoever reads the script; never shown by iPXE.</summary>
    public IpxeScript Comment(string text)
    {
        if (text.Any(char.IsControl) || text.EndsWith('\\')) throw new IpxeSyntaxException($"a comment is one line of plain text: {text}");
        _lines.Add("# " + text);
        return this;
    }

    /// <summary>A place to jump to.</summary>
    /// <exception cref="IpxeSyntaxException">There is one of that name: iPXE would always take the first.</exception>
    public IpxeScript Label(string name)
    {
        if (!_labels.Add(IpxeNames.Label(name))) throw new IpxeSyntaxException($"the label :{name} stands twice in one script");
        _lines.Add(":" + name);
        _ended = false;
        return this;
    }

    /// <summary>Jumps.</summary>
    public IpxeScript Goto(string label)
    {
        Write("goto " + Jump(label));
        _ended = true;
        return this;
    }

    /// <summary>Jumps to the label that the variable names, one of these.</summary>
    public IpxeScript Goto(Setting variable, IEnumerable<string> labels)
    {
        foreach (var label in labels) Jump(label);
        Write($"goto {variable}");
        _ended = true;
        return this;
    }

    /// <summary>Jumps if.</summary>
    public IpxeScript GotoIf(IpxeCondition condition, string label) => Write($"{condition.Write(_encoder)} && goto {Jump(label)} ||");

    /// <summary>Jumps unless.</summary>
    public IpxeScript GotoUnless(IpxeCondition condition, string label) => Write($"{condition.Write(_encoder)} || goto {Jump(label)}");

    /// <summary>Shows a line of text.</summary>
    public IpxeScript Echo(IpxeText text) => Write(text.Parts.Count == 0 ? "echo" : "echo " + Positional(text) + _encoder.Words(text, "the text shown"));

    /// <summary>Keeps a value in a variable.</summary>
    public IpxeScript Set(string variable, IpxeText value) => Write(SetCommand(variable, value));

    /// <summary>Keeps bytes in a variable, whatever they are; read it with <see cref="SettingFormat.Text"/>.</summary>
    /// <exception cref="IpxeSyntaxException">Empty, longer than 1,024 bytes, or with a zero byte, where iPXE would end the text.</exception>
    public IpxeScript SetBytes(string variable, ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > 1024 || value.Contains((byte)0)) throw new IpxeSyntaxException($"the value of {variable} must have 1 to 1,024 bytes, none of them zero");
        return Write($"set {IpxeNames.Variable(variable)}:hex {string.Join(':', value.ToArray().Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))}");
    }

    /// <summary>Keeps one value if the condition holds, the other if not.</summary>
    public IpxeScript SetEither(string variable, IpxeCondition condition, IpxeText yes, IpxeText no)
        => Write($"{condition.Write(_encoder)} && {SetCommand(variable, yes)} || {SetCommand(variable, no)}");

    /// <summary>Forgets a variable; nothing happens when it is not set.</summary>
    public IpxeScript Clear(string variable) => Write($"clear {IpxeNames.Variable(variable)} ||");

    /// <summary>Adds one to a variable; one that is not set counts as zero.</summary>
    public IpxeScript Increment(string variable) => Write($"inc {IpxeNames.Variable(variable)}");

    /// <summary>Waits. Ctrl-C ends the wait, not the script.</summary>
    public IpxeScript Sleep(TimeSpan time) => Write($"sleep {Seconds(time)} ||");

    /// <summary>Waits for a key that opens iPXE's shell, for whoever stands before the machine.</summary>
    public IpxeScript OfferShell(char key, TimeSpan time)
    {
        if (!char.IsAsciiLetterLower(key)) throw new IpxeSyntaxException($"'{key}' is not a letter a to z");
        return Write($"prompt --key {key} --timeout {Milliseconds(time)} Press {key} for a shell && shell ||");
    }

    /// <summary>Opens iPXE's shell; goes on when somebody leaves it.</summary>
    public IpxeScript Shell() => Write("shell ||");

    /// <summary>
    /// Gives the card in use an address, in place of the one that DHCP gave. The card is opened first: netX is the one opened last, and
    /// nothing before.
    /// </summary>
    public IpxeScript UseAddress(Setting ip, Setting netmask, Setting gateway, Setting dns)
        => Write("isset ${netX/mac} || ifopen ||")
            .Write($"set netX/ip {ip} ||")
            .Write($"set netX/netmask {netmask} ||")
            .Write($"set netX/gateway {gateway} ||")
            .Write($"set netX/dns {dns} ||")
            .Write("ifopen netX ||");

    /// <summary>Configures the network by DHCP unless it is already.</summary>
    public IpxeScript EnsureNetwork() => Write($"isset {Setting.Ip} || dhcp || goto {Jump(Failed)}");

    /// <summary>Lists the images in memory: the last thing on a console that says how far it came.</summary>
    public IpxeScript ShowImages() => Write("imgstat");

    /// <summary>Starts the machine anew; where that is not possible, hands over to its firmware.</summary>
    public IpxeScript Reboot()
    {
        Write("reboot ||");
        return ExitToFirmware();
    }

    /// <summary>Gives up, so that the firmware tries its next boot device. Status 0 would land some firmware in its setup.</summary>
    public IpxeScript ExitToFirmware()
    {
        Write("exit 1");
        _ended = true;
        return this;
    }

    /// <summary>The whole script, lines ended by LF.</summary>
    /// <exception cref="IpxeSyntaxException">A jump has no label, or the end can be reached without anything being decided.</exception>
    public string Build()
    {
        var missing = _jumps.Where(label => !_labels.Contains(label)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0) throw new IpxeSyntaxException($"the script jumps to labels that it does not have: {string.Join(", ", missing)}");
        if (!_ended) throw new IpxeSyntaxException("the script runs off its end, which drops the machine into its firmware: end it with a jump, a boot, a chain or an exit");
        var text = new StringBuilder("#!ipxe\n");
        foreach (var line in _lines) text.Append(line).Append('\n');
        return text.ToString();
    }

    private IpxeScript Write(string line)
    {
        if (_lines.Count >= MaximumLines) throw new IpxeSyntaxException($"the script has more than {MaximumLines} lines; iPXE searches them all at every jump");
        if (_ended) throw new IpxeSyntaxException($"this line can never be reached, put a label before it: {line}");
        _lines.Add(line);
        return this;
    }

    private string SetCommand(string variable, IpxeText value)
    {
        if (value.Parts.Count == 0) throw new IpxeSyntaxException($"{variable} would be set to nothing: clear it instead");
        return $"set {IpxeNames.Variable(variable)} {_encoder.Words(value, $"the value of {variable}")}";
    }

    private Setting Hoist(byte[] value)
    {
        var variable = "rl-t" + (++_hoisted).ToString(CultureInfo.InvariantCulture);
        SetBytes(variable, value);
        return Setting.Variable(variable);
    }

    private string Jump(string label)
    {
        _jumps.Add(IpxeNames.Label(label));
        return label;
    }

    /// <summary>Text that may begin with '-' would be taken for an option, also when a variable brings it: "--" ends the options.</summary>
    private static string Positional(IpxeText text) => text.Parts is [string literal, ..] && literal[0] != '-' ? "" : "-- ";

    private static string Seconds(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(1)) throw new IpxeSyntaxException($"a wait is 1 second to 1 day, not {time}");
        return ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private static string Milliseconds(TimeSpan time)
    {
        if (time < TimeSpan.FromMilliseconds(1) || time > TimeSpan.FromDays(1)) throw new IpxeSyntaxException($"a time-out is 1 millisecond to 1 day, not {time}");
        return ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
    }
}
