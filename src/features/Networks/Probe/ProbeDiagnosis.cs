using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Probe;

/// <summary>Reads the answers as firmware would, and says what would break. Pure.</summary>
internal static class ProbeDiagnosis
{
    /// <summary>All findings: what concerns everybody first, then each kind of client in the order in which they were asked.</summary>
    public static IReadOnlyList<ProbeFinding> Of(IReadOnlyList<ClientAnswers> answers)
    {
        if (answers.All(one => one.Offers.Count == 0))
        {
            return [new(FindingNames.NobodyAnswers, true, "nobody answers: no machine on this link gets an address or a boot file", "is the cable in, the VLAN right, and the DHCP server or relay on this link? racklight network list names the networks that Racklight serves")];
        }
        return [.. Link(answers), .. answers.SelectMany(one => Client(one, answers))];
    }

    private static IEnumerable<ProbeFinding> Link(IReadOnlyList<ClientAnswers> answers)
    {
        var servers = answers.SelectMany(one => one.Leases).Select(offer => offer.Server).Distinct().Order().ToList();
        if (servers.Count == 0)
        {
            yield return new(FindingNames.NobodyLeases, true, "nobody offers addresses: there are boot servers, but machines stay without an address", "a proxy needs a DHCP server beside it: start the network's own, or dhcp: full in site.yaml");
        }
        if (servers.Count > 1)
        {
            yield return new(FindingNames.TwoLeaseServers, true, $"{Listed(servers)} both offer addresses: a machine takes either, and with it that server's boot options or none",
                "stop one of them; if one is Racklight, dhcp: proxy for this network works beside the other");
        }
        foreach (var (lease, proxy) in answers.SelectMany(Overrides).DistinctBy(pair => (pair.Lease.Server, pair.Lease.NextServer, pair.Proxy.NextServer)))
        {
            yield return new(FindingNames.NextServerOverrides, false, $"{lease.Server} names {lease.NextServer} as next server in its leases, while {proxy.Server} boots from {proxy.NextServer}: firmware and iPXE that believe the lease fetch from the wrong one",
                $"clear next-server (siaddr, option 66) on {lease.Server}, or set it to {proxy.NextServer}");
        }
    }

    /// <summary>A lease whose next server is another than the proxy's, which the boot file is for.</summary>
    private static IEnumerable<(ProbeAnswer Lease, ProbeAnswer Proxy)> Overrides(ClientAnswers one)
        => from proxy in one.Offers where proxy.IsProxy && !proxy.NextServer.IsAny
           from lease in one.Leases where !lease.NextServer.IsAny && lease.NextServer != proxy.NextServer && lease.BootFile.Length == 0
           select (lease, proxy);

    private static IEnumerable<ProbeFinding> Client(ClientAnswers one, IReadOnlyList<ClientAnswers> all)
    {
        if (one.Client.Architecture is null || one.Offers.Count == 0) return [];
        return [.. Boots(one), .. one.IsHttp ? Http(one) : one.Client.IsIpxe ? Ipxe(one) : Pxe(one, all)];
    }

    /// <summary>Whether there is anything to boot at all, and only one.</summary>
    private static IEnumerable<ProbeFinding> Boots(ClientAnswers one)
    {
        var name = one.Client.Describe();
        var files = one.Files.ToList();
        foreach (var (left, right) in files.Zip(files.Skip(1)).Where(pair => pair.First.BootFile != pair.Second.BootFile && pair.First.Server != pair.Second.Server))
        {
            yield return new(FindingNames.TwoBootFiles, true, $"{name}: {left.Server} names {left.BootFile} and {right.Server} names {right.BootFile}: which one is booted depends on the firmware",
                $"remove filename and option 67 from {(left.IsProxy ? right.Server : left.Server)}, or let it name what the other does (racklight network export)");
        }
        if (files.Count > 0 || one.BootServer is { BootFile.Length: > 0 }) yield break;
        var pointed = one.Leases.FirstOrDefault(offer => !offer.NextServer.IsAny && offer.NextServer != offer.Server);
        if (pointed is not null)
        {
            yield return new(FindingNames.NextServerWithoutFile, one.IsCommon, $"{name}: {pointed.Server} names the next server {pointed.NextServer} but no boot file (option 67, filename): the machine knows where, not what",
                "racklight network export writes what it has to name for each architecture");
        }
        else if (!one.Offers.Any(offer => offer.IsProxy))
        {
            yield return new(FindingNames.NothingToBoot, one.IsCommon, $"{name}: gets an address, and nobody says what to boot",
                one.IsCommon ? "start racklight serve with dhcp: proxy for this network, or racklight network export for the server that is there" : "a bootloader set with a loader for it, if there are such machines");
        }
    }

    private static IEnumerable<ProbeFinding> Http(ClientAnswers one)
    {
        var name = one.Client.Describe();
        foreach (var offer in one.Files)
        {
            if (!ClientAnswers.IsUrl(offer.BootFile))
            {
                yield return new(FindingNames.HttpWithoutUrl, true, $"{name}: {offer.Server} names {offer.BootFile}, which is no URL: HTTP boot drops the offer", "name an URL for architecture 15 to 19: racklight network export");
            }
            if (!offer.Message.VendorClass.StartsWith("HTTPClient", StringComparison.Ordinal))
            {
                yield return new(FindingNames.HttpWithoutClass, true, $"{name}: {offer.Server} names {offer.BootFile} without option 60 = HTTPClient: HTTP boot drops the offer",
                    "send vendor class HTTPClient to who sent it: racklight network export");
            }
        }
    }

    private static IEnumerable<ProbeFinding> Ipxe(ClientAnswers one)
    {
        if (one.Files.FirstOrDefault(offer => LoaderKind.IsLoader(offer.BootFile)) is { } loop)
        {
            yield return new(FindingNames.IpxeLoop, true, $"{one.Client.Describe()}: {loop.Server} names {loop.BootFile}, a loader, to what is iPXE already: it loads itself for ever",
                "answer clients with option 175 or user class iPXE with the script's URL, before looking at the architecture: racklight network export");
        }
    }

    private static IEnumerable<ProbeFinding> Pxe(ClientAnswers one, IReadOnlyList<ClientAnswers> all)
    {
        var name = one.Client.Describe();
        foreach (var offer in one.Files)
        {
            var file = offer.BootFile;
            if (one.IsUefiPxe && LoaderKind.IsBios(file)) yield return new(FindingNames.BiosLoaderToUefi, true, $"{name}: {offer.Server} names {file}, which only a BIOS starts", "choose the file by option 93: racklight network export");
            if (one.IsBios && LoaderKind.IsUefi(file)) yield return new(FindingNames.UefiLoaderToBios, true, $"{name}: {offer.Server} names {file}, which only UEFI starts", "choose the file by option 93: racklight network export");
            if (ClientAnswers.IsUrl(file)) yield return new(FindingNames.UrlToPxe, true, $"{name}: {offer.Server} names {file}, which PXE firmware would ask for by TFTP", "an URL is for HTTP boot and for iPXE; PXE firmware needs a file name: racklight network export");
            if (Other(one, file, all) is { } other) yield return new(FindingNames.SameLoaderForOtherProcessor, true, $"{name}: {offer.Server} names {file}, the same file as for {other}: it runs on one of them at most", "choose the file by option 93, or name none where there is no loader: racklight network export");
            if (offer.NextServer.IsAny && offer.Message.Option(66).IsEmpty)
            {
                yield return new(FindingNames.FileWithoutNextServer, false, $"{name}: {offer.Server} names {file} but no next server: firmware asks {offer.Server} itself for it, or nobody", "set next-server (siaddr) and option 66 to the TFTP server's address");
            }
        }
        if (one.Decisive is not { } decisive) yield break;
        if (one.IsUefiPxe && ClientAnswers.LeadsToBootServer(decisive) && one.BootServerAsked && one.BootServer is null)
        {
            yield return new(FindingNames.NoBootServer, true, $"{name}: the offer of {decisive.Server} has class PXEClient and no option 43, so firmware asks port 4011 of {ClientAnswers.BootServerOf(decisive)}, and nobody answers there",
                decisive.IsProxy ? "run the boot server there (Racklight does), or send option 43 = 06:01:08:ff: pxe: bypass" : "leave option 60 out for UEFI, or send option 43 = 06:01:08:ff: racklight network export");
        }
        if (one.IsBios && decisive.BootFile.Length > 0 && decisive.Message.VendorClass.StartsWith("PXEClient", StringComparison.Ordinal) && ClientAnswers.Discovery(decisive) is null)
        {
            yield return new(FindingNames.BiosWaits, false, $"{name}: the offer of {decisive.Server} has class PXEClient and no option 43: some ROMs look for a boot server before they take {decisive.BootFile}, or give up", "send option 43 = 06:01:08:ff with it: racklight network export");
        }
    }

    /// <summary>A UEFI client of another processor that is named the same file; told once, to the one that was asked later.</summary>
    private static string? Other(ClientAnswers one, string file, IReadOnlyList<ClientAnswers> all)
        => !one.IsUefiPxe || !LoaderKind.IsUefi(file) ? null
            : all.TakeWhile(other => other != one).Where(other => other.IsUefiPxe && other.Client.Architecture!.Value.Processor() != one.Client.Architecture!.Value.Processor())
                .FirstOrDefault(other => other.Files.Any(offer => offer.BootFile == file))?.Client.Describe();

    private static string Listed(List<IPv4> servers) => string.Join(" and ", servers);
}
