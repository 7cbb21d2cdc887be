namespace Racklight.Networks.Probe;

/// <summary>Something that the answers show.</summary>
/// <param name="Name">What it is called, for programs and for docs/networks.md: <c>http-without-class</c>.</param>
/// <param name="Breaks">True when a machine of that kind would not boot; false for what may do harm.</param>
/// <param name="Message">What is so, and what comes of it.</param>
/// <param name="Hint">What to change.</param>
internal sealed record ProbeFinding(string Name, bool Breaks, string Message, string Hint);

/// <summary>The names of all findings.</summary>
internal static class FindingNames
{
    public const string NobodyAnswers = "nobody-answers";
    public const string NobodyLeases = "nobody-leases";
    public const string TwoLeaseServers = "two-lease-servers";
    public const string NothingToBoot = "nothing-to-boot";
    public const string HttpWithoutClass = "http-without-class";
    public const string HttpWithoutUrl = "http-without-url";
    public const string IpxeLoop = "ipxe-loop";
    public const string BiosLoaderToUefi = "bios-loader-to-uefi";
    public const string UefiLoaderToBios = "uefi-loader-to-bios";
    public const string SameLoaderForOtherProcessor = "same-loader-for-other-processor";
    public const string NoBootServer = "no-boot-server";
    public const string BiosWaits = "bios-waits-for-discovery";
    public const string NextServerWithoutFile = "next-server-without-file";
    public const string FileWithoutNextServer = "file-without-next-server";
    public const string NextServerOverrides = "next-server-overrides";
    public const string TwoBootFiles = "two-boot-files";
    public const string UrlToPxe = "url-to-pxe";
}
