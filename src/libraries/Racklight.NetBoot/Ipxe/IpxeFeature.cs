namespace Racklight.NetBoot.Ipxe;

/// <summary>What some versions of iPXE can and the oldest supported one cannot.</summary>
public enum IpxeFeature
{
    /// <summary>Fetches <c>https://</c>.</summary>
    Https,

    /// <summary>Sends a URL's percent-encodings as they were written (since November 2021); older ones re-encode the query.</summary>
    KeepsUriEncoding,

    /// <summary>Offers all initrds as one file <c>initrd.magic</c> to EFI kernels (since 2022).</summary>
    InitrdMagic,

    /// <summary>Looks for <c>autoexec.ipxe</c> beside the loader (EFI).</summary>
    Autoexec,

    /// <summary>Tagged VLANs: <c>vcreate</c>, <c>vdestroy</c>.</summary>
    Vlan,

    /// <summary><c>console</c>.</summary>
    Console,

    /// <summary><c>ping</c>.</summary>
    Ping,

    /// <summary><c>poweroff</c>.</summary>
    PowerOff,

    /// <summary><c>shim</c>: a distribution's shim for Secure Boot.</summary>
    Shim,

    /// <summary><c>certstat</c>, <c>certstore</c>, <c>certfree</c>.</summary>
    Certificates,

    /// <summary><c>params</c>, <c>param</c>: POST requests.</summary>
    Params,

    /// <summary><c>md5sum</c>, <c>sha1sum</c> and the like.</summary>
    Digests,

    /// <summary><c>ntp</c>.</summary>
    Ntp,

    /// <summary><c>pciscan</c>.</summary>
    PciScan,

    /// <summary><c>imgverify</c>, <c>imgtrust</c>.</summary>
    ImageTrust,

    /// <summary>Trusts this site's own CA: it is built in (<c>TRUST=ca.crt</c>). Only a declaration can say so.</summary>
    SiteCa,

    /// <summary><c>imgextract</c>.</summary>
    ImageExtract,

    /// <summary><c>nslookup</c>.</summary>
    NsLookup,

    /// <summary><c>form</c>, <c>present</c>: questions of several fields.</summary>
    Forms,

    /// <summary><c>iflinkwait</c>.</summary>
    LinkWait,

    /// <summary><c>time</c>.</summary>
    Time,
}
