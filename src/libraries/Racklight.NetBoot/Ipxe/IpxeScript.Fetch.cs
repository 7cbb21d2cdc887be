using System.Text;

namespace Racklight.NetBoot.Ipxe;

/// <summary>An initial RAM disk.</summary>
/// <param name="Url">Where it is fetched from.</param>
/// <param name="Name">What it is called, and what the kernel's command line calls it; distinct within one boot.</param>
public sealed record IpxeInitrd(IpxeText Url, string Name = "initrd.img")
{
    /// <summary>
    /// Null for an initrd as it is; else where the file itself shall lie in the initramfs: <c>/medium.iso</c>. Its directory must be in an
    /// earlier initrd. Only for clients that <see cref="IpxeCapabilities.PutsFilesIntoInitramfs"/>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The file at <see cref="Path"/> is a program or script.</summary>
    public bool IsExecutable { get; init; }
}

/// <summary>A file that a program finds by its name.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Urls">Where it may be, 1 to 8 addresses.</param>
/// <param name="NamedTwice">True for wimboot, which reads the name behind the address too.</param>
public sealed record IpxeFile(string Name, IReadOnlyList<IpxeText> Urls, bool NamedTwice = false);

public sealed partial class IpxeScript
{
    /// <summary>
    /// The longest kernel command line, in bytes: x86 and arm64 kernels cut what is beyond 2,047 (COMMAND_LINE_SIZE), without a word.
    /// </summary>
    public const int MaximumCommandLine = 2047;

    /// <summary>Where to tell that everything is fetched, just before it is started; null: nowhere.</summary>
    public IpxeText? TellWhenFetched { get; init; }

    /// <summary>
    /// Tells a server by fetching a script that does nothing; goes on when that fails. A plain fetch would leave an image in memory, which EFI
    /// builds pack into the initrd, and iPXE before 2020 has no other request that leaves none.
    /// </summary>
    public IpxeScript Tell(IpxeText url) => Write($"chain --autofree {IpxeEncoder.Url(url, Capabilities)} ||");

    /// <summary>What is being done, for the message when it fails.</summary>
    public IpxeScript Doing(string what) => Set("rl-doing", what);

    /// <summary>
    /// Fetches a kernel and its initrds, and starts it. Memory is freed of other images before, since EFI builds pack every image that
    /// is left into the initrd. Each initrd is named, and named again on the command line: EFI kernels of the oldest iPXE find it no other way.
    /// </summary>
    /// <param name="kernel">Where the kernel is fetched from.</param>
    /// <param name="initrds">In the order in which the kernel unpacks them.</param>
    /// <param name="arguments">The kernel's arguments; <c>initrd=</c> is added.</param>
    /// <param name="shim">Where the distribution's shim is fetched from, by which Secure Boot firmware trusts the kernel; only for clients with <see cref="IpxeFeature.Shim"/>.</param>
    public IpxeScript Boot(IpxeText kernel, IReadOnlyList<IpxeInitrd> initrds, IReadOnlyList<IpxeText> arguments, IpxeText? shim = null)
    {
        if (initrds.Select(initrd => initrd.Name).Distinct(StringComparer.Ordinal).Count() != initrds.Count)
        {
            throw new IpxeSyntaxException("two initrds have the same name: iPXE would give the kernel the first one twice");
        }
        if (arguments.Any(static argument => argument.Parts is [string text, ..] && text.StartsWith("initrd=", StringComparison.Ordinal)))
        {
            throw new IpxeSyntaxException("initrd= is among the kernel's arguments: the script itself names the initrds, leave it out");
        }
        var commandLine = new IpxeText(0, 0);
        foreach (var argument in InitrdArguments(initrds).Select(static name => (IpxeText)("initrd=" + name)).Concat(arguments))
        {
            if (argument.Parts.Count == 0) throw new IpxeSyntaxException("a kernel argument is empty");
            if (commandLine.Parts.Count > 0) commandLine.AppendLiteral(" ");
            commandLine.AppendFormatted(argument);
        }
        var length = commandLine.Parts.OfType<string>().Sum(Encoding.UTF8.GetByteCount);
        if (length > MaximumCommandLine) throw new IpxeSyntaxException($"the kernel's command line has {length} bytes; kernels cut it after {MaximumCommandLine}: pass fewer arguments, or put them into the initrd");

        Write("imgfree");
        Doing("fetching the kernel");
        var words = commandLine.Parts.Count == 0 ? "" : " " + _encoder.Words(commandLine, "the kernel's command line");
        Fetch($"kernel --name vmlinuz {IpxeEncoder.Url(kernel, Capabilities)}{words}");
        Verify("vmlinuz", kernel);
        foreach (var initrd in initrds)
        {
            Doing("fetching " + initrd.Name);
            // iPXE makes an archive of a file whose arguments begin with a path.
            var place = initrd.Path is { } path ? $" {IpxeNames.Path(path)}{(initrd.IsExecutable ? " mode=755" : "")}" : "";
            Fetch($"initrd --name {initrd.Name} {IpxeEncoder.Url(initrd.Url, Capabilities)}{place}");
            Verify(initrd.Name, initrd.Url);
        }
        if (shim is not null && Capabilities.Has(IpxeFeature.Shim))
        {
            Doing("fetching the shim that the kernel's distribution signed");
            Fetch($"shim {IpxeEncoder.Url(shim, Capabilities)}");
        }
        if (TellWhenFetched is { } told) Tell(told);
        Doing("starting the kernel");
        Fetch("boot");
        _ended = true;
        return this;
    }

    /// <summary>By what names an EFI kernel finds its initrds; a BIOS build puts them together itself and hands them over.</summary>
    private List<string> InitrdArguments(IReadOnlyList<IpxeInitrd> initrds)
    {
        var names = initrds.Select(static initrd => IpxeNames.Image(initrd.Name)).ToList();
        if (initrds.All(static initrd => initrd.Path is null)) return names;
        if (!Capabilities.PutsFilesIntoInitramfs)
        {
            throw new IpxeSyntaxException($"{Capabilities} cannot put a file into an initramfs under UEFI: boot by BIOS, or use a bootloader set with an iPXE of 2023 or later");
        }
        // By its own name EFI offers the bare file; the archive around it is only in the one that holds all of them.
        return Capabilities.Platform == IpxePlatform.Bios ? names : ["initrd.magic"];
    }

    /// <summary>Fetches a program and starts it with arguments; goes on with the next line when it comes back.</summary>
    public IpxeScript Run(IpxeText program, IReadOnlyList<IpxeText> arguments)
    {
        Write("imgfree");
        Fetch($"chain --autofree {IpxeEncoder.Url(program, Capabilities)}{Words(arguments)}");
        return this;
    }

    /// <summary>
    /// Fetches a program that BIOS starts like a kernel (memdisk, wimboot), and files that it finds by their names. A file with several
    /// addresses is taken from the first that has it.
    /// </summary>
    public IpxeScript Load(IpxeText program, string name, IReadOnlyList<IpxeText> arguments, IReadOnlyList<IpxeFile> files)
    {
        if (files.Select(static file => file.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() != files.Count) throw new IpxeSyntaxException("two files have the same name: the program would find only one");
        Write("imgfree");
        Doing("fetching " + name);
        Fetch($"kernel --name {IpxeNames.Image(name)} {IpxeEncoder.Url(program, Capabilities)}{Words(arguments)}");
        foreach (var file in files)
        {
            if (file.Urls.Count is 0 or > 8) throw new IpxeSyntaxException($"the file {file.Name} has {file.Urls.Count} addresses; want 1 to 8");
            var label = IpxeNames.Image(file.Name);
            Doing("fetching " + label);
            // The word behind the address names the file for BIOS, --name for EFI.
            var tries = file.Urls.Select(url => $"initrd --name {label} {IpxeEncoder.Url(url, Capabilities)}{(file.NamedTwice ? " " + label : "")}");
            Fetch(string.Join(" || ", tries));
        }
        if (TellWhenFetched is { } told) Tell(told);
        Doing("starting " + name);
        Fetch("boot");
        _ended = true;
        return this;
    }

    /// <summary>Boots from a disk or a medium that is read over the network, block by block.</summary>
    public IpxeScript BootRemoteDisk(IpxeText url)
    {
        Write("imgfree");
        Fetch($"sanboot --no-describe {IpxeEncoder.DiskUrl(url, Capabilities)}");
        return this;
    }

    /// <summary>
    /// Goes on with another script and never comes back from it. Its image is freed after use and this one's is replaced: scripts that
    /// stay in memory end up in the initrd on EFI.
    /// </summary>
    public IpxeScript Chain(IpxeText url)
    {
        if (SignatureOf(url) is not null)
        {
            // One that failed its check would be found before a fresh one of the same name.
            Write("imgfree next ||");
            Fetch($"imgfetch --name next {IpxeEncoder.Url(url, Capabilities)}");
            Verify("next", url);
            Fetch("chain --autofree --replace next");
        }
        else
        {
            Fetch($"chain --autofree --replace {IpxeEncoder.Url(url, Capabilities)}");
        }
        _ended = true;
        return this;
    }

    /// <summary>As <see cref="Chain(IpxeText)"/>, but goes on with the next line when the other script cannot be fetched in time.</summary>
    public IpxeScript TryChain(IpxeText url, TimeSpan timeout)
        => Write($"chain --autofree --replace --timeout {Milliseconds(timeout)} {IpxeEncoder.Url(url, Capabilities)} ||");

    /// <summary>Starts from a BIOS drive (0x80: the first hard disk); goes on with the next line when that does not work. BIOS only.</summary>
    public IpxeScript TryDrive(byte drive) => Write($"sanboot --no-describe --drive 0x{drive:x2} ||");

    /// <summary>
    /// The end of every script that fetches: says what failed, offers a shell, tries again from <paramref name="retry"/>, and after
    /// <paramref name="attempts"/> restarts the machine, since a fresh DHCP exchange mends what retrying cannot.
    /// </summary>
    public IpxeScript WhenFailed(string retry, int attempts = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        return Label(Failed)
            // The next command that fails would overwrite it.
            .Set("rl-error", Setting.ErrorNumber.As(SettingFormat.HexRaw))
            .Echo($"Racklight: {Setting.Variable("rl-doing")} failed: error {Setting.Variable("rl-error")}, explained at http://ipxe.org/{Setting.Variable("rl-error")}")
            .Increment("rl-tries")
            .GotoIf(IpxeCondition.Equal(Setting.Variable("rl-tries"), $"{attempts}"), "restart")
            .Echo($"Racklight: attempt {Setting.Variable("rl-tries")} of {attempts}, trying again in 5 seconds")
            .OfferShell('s', TimeSpan.FromSeconds(5))
            .Goto(retry)
            .Label("restart")
            .Echo("Racklight: giving up, restarting this machine in 10 seconds")
            .Sleep(TimeSpan.FromSeconds(10))
            .Reboot();
    }

    private string Words(IReadOnlyList<IpxeText> arguments)
    {
        var line = new IpxeText(0, 0);
        foreach (var argument in arguments)
        {
            if (argument.Parts.Count == 0) throw new IpxeSyntaxException("an argument is empty");
            if (line.Parts.Count > 0) line.AppendLiteral(" ");
            line.AppendFormatted(argument);
        }
        return line.Parts.Count == 0 ? "" : " " + _encoder.Words(line, "the arguments");
    }

    /// <summary>The signature's URL, where the client is to check one: the same with <c>.sig</c> behind the path.</summary>
    private IpxeText? SignatureOf(IpxeText url)
    {
        if (Capabilities.SignedRoot is not { } root || url.Parts is not [string start, ..] || !start.StartsWith(root, StringComparison.Ordinal)) return null;
        var query = start.IndexOf('?', StringComparison.Ordinal);
        // A path that a setting completes has no place for it.
        if (query < 0 && url.Parts.Count > 1) return null;
        var signature = new IpxeText(0, 0);
        signature.AppendLiteral(query < 0 ? start + ".sig" : start[..query] + ".sig" + start[query..]);
        foreach (var part in url.Parts.Skip(1))
        {
            if (part is Setting setting) signature.AppendFormatted(setting);
            else signature.AppendLiteral((string)part);
        }
        return signature;
    }

    private void Verify(string image, IpxeText url)
    {
        if (SignatureOf(url) is { } signature) Fetch($"imgverify {image} {IpxeEncoder.Url(signature, Capabilities)}");
    }

    private void Fetch(string command) => Write($"{command} || goto {Jump(Failed)}");
}
