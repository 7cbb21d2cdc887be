using System.Globalization;
using System.Net;

namespace Racklight.NetBoot.Ipxe;

public sealed partial class IpxeScript
{
    /// <summary>Keeps a number that <see cref="Increment"/> counts up.</summary>
    public IpxeScript SetNumber(string variable, int value)
        => Write(string.Create(CultureInfo.InvariantCulture, $"set {IpxeNames.Variable(variable)}:int32 {value}"));

    /// <summary>Jumps unless there is a network card of that number (iPXE counts from 0, without gaps).</summary>
    public IpxeScript GotoUnlessCard(Setting number, string label) => Write($"isset {Card(number)} || goto {Jump(label)}");

    /// <summary>Asks for an address by DHCP on one card; jumps when there is no answer.</summary>
    public IpxeScript Dhcp(Setting number, string label) => Write($"dhcp net{number} || goto {Jump(label)}");

    /// <summary>Opens a card and gives it an address; jumps when it cannot be opened. An empty gateway or name server is left out.</summary>
    /// <param name="number">The card.</param>
    /// <param name="address">Its IPv4 address.</param>
    /// <param name="netmask">The network's mask.</param>
    /// <param name="gateway">The way to other networks.</param>
    /// <param name="dns">A name server.</param>
    /// <param name="label">Where to go when the card does not open.</param>
    public IpxeScript UseAddress(Setting number, IpxeText address, IpxeText netmask, IpxeText gateway, IpxeText dns, string label)
    {
        Write($"ifopen net{number} || goto {Jump(label)}");
        foreach (var (name, value) in ((string, IpxeText)[])[("ip", address), ("netmask", netmask), ("gateway", gateway), ("dns", dns)])
        {
            // A variable that a person left empty would stop the script here: no gateway is a valid answer.
            if (value.Parts.Count > 0) Write($"set net{number}/{name} {_encoder.Token(value, $"the {name} of a card")} ||");
        }
        return this;
    }

    /// <summary>Closes a card again, so that the next one is the one in use.</summary>
    public IpxeScript CloseCard(Setting number) => Write($"ifclose net{number} ||");

    /// <summary>Asks whoever stands before the machine; Escape or Ctrl-C leave the variable as it was.</summary>
    public IpxeScript Ask(string question, string variable)
        => Write($"echo -n {_encoder.Words(question, "the question")} {IpxeEncoder.Empty} && read {IpxeNames.Variable(variable)} ||");

    /// <summary>A plain dotted quad as iPXE reads it.</summary>
    internal static IpxeText Quad(IPAddress? address) => address is null ? "" : address.ToString();

    private static string Card(Setting number) => $"${{net{number}/mac}}";
}
