namespace Racklight.NetBoot.Dhcp;

/// <summary>By which way the answer goes out.</summary>
internal enum AnswerKind
{
    /// <summary>An offer beside another server's.</summary>
    Proxy,

    /// <summary>Together with an address.</summary>
    Full,

    /// <summary>From the boot server, port 4011.</summary>
    BootServer,
}

/// <summary>What a client is told to boot. Pure: the same client and settings give the same answer.</summary>
internal sealed class BootDecision(BootOptions options, IBootFileSource files)
{
    /// <summary>PXE 2.1 §2.2.4 sub-option 6, PXE_DISCOVERY_CONTROL, bit 3: use the file name of this very packet.</summary>
    private static readonly ReadOnlyMemory<byte> UseFileName = (byte[])[6, 1, 8, 255];

    /// <summary>Decides; null: nothing for this client, say nothing of booting.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="request">Its message: PXE clients get their discovery item echoed.</param>
    /// <param name="kind">How the answer goes out.</param>
    /// <param name="style">The network's style for UEFI PXE.</param>
    /// <param name="arrival">Our address on the wire that the client is on.</param>
    public BootAnswer? Answer(BootClient client, DhcpMessage request, AnswerKind kind, PxeStyle style, IPv4 arrival)
    {
        var server = options.NextServer ?? arrival;
        return client.Protocol switch
        {
            BootProtocol.Ipxe => Script(kind, server),
            BootProtocol.Http => Http(client, server),
            BootProtocol.RaspberryPi => new BootAnswer(server) { File = files.Find(client.Architecture, overHttp: false), VendorClass = "PXEClient", VendorOptions = RaspberryPi.VendorOptions },
            _ => Pxe(client, request, kind, style, server),
        };
    }

    /// <summary>Loop-breaking: what is iPXE already never gets a loader again, but the script's URL.</summary>
    private BootAnswer Script(AnswerKind kind, IPv4 server) => new(server)
    {
        File = options.ScriptUrl(server.ToIPAddress()),
        // iPXE takes an offer for a proxy's by this class; with an address in it the offer is complete without.
        VendorClass = kind == AnswerKind.Full ? null : "PXEClient",
        IpxeOptions = kind == AnswerKind.Full ? IpxeFeatures.DoNotWaitForProxy : default,
    };

    /// <summary>HTTP firmware drops offers that do not echo its class, or bring no URL.</summary>
    private BootAnswer? Http(BootClient client, IPv4 server) => files.Find(client.Architecture, overHttp: true) is { } file
        ? new BootAnswer(server) { File = options.LoaderUrl(server.ToIPAddress(), file), VendorClass = "HTTPClient" }
        : null;

    private BootAnswer? Pxe(BootClient client, DhcpMessage request, AnswerKind kind, PxeStyle style, IPv4 server)
    {
        if (files.Find(client.Architecture, overHttp: false) is not { } file) return null;
        var answer = new BootAnswer(server) { File = file, VendorClass = "PXEClient" };
        if (kind == AnswerKind.BootServer) return answer with { VendorOptions = Item(request) };
        // BIOS ROMs without option 43 wait for a menu or for discovery; with it they go straight to TFTP.
        if (!client.Architecture.IsUefi()) return answer with { VendorOptions = UseFileName };
        if (style != PxeStyle.Binl) return answer with { VendorOptions = UseFileName };
        // EDK2 takes a full offer of class PXEClient without option 43 for BINL and goes to port 4011 although it has all it needs;
        // without the class it is a plain DHCP offer with a boot file, and is used at once.
        return kind == AnswerKind.Full ? answer with { VendorClass = null } : answer;
    }

    /// <summary>A client that asks for a boot menu item (sub-option 71) wants to see it again (PXE 2.1 §2.4.5).</summary>
    private static byte[] Item(DhcpMessage request)
        => SubOptions.TryFind(request.Option(OptionCode.VendorSpecific), 71, out var item) && item.Length == 4 ? [71, 4, .. item, 255] : [];
}
