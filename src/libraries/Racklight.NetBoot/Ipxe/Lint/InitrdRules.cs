namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Initrds and the kernel that must find them.</summary>
internal static class InitrdRules
{
    /// <summary>All initrds as one, in newer EFI builds; a BIOS build ignores every <c>initrd=</c>.</summary>
    private const string Magic = "initrd.magic";

    private sealed record Kernel(IpxeWord Word, IReadOnlyList<IpxeWord> Named, HashSet<string> Names);

    public static IEnumerable<IpxeFinding> Check(ScriptModel model)
    {
        Kernel? kernel = null;
        var fetched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in model.Lines)
        {
            if (line.Label is not null && kernel is null) fetched.Clear();
            foreach (var command in line.Commands)
            {
                switch (command.Name)
                {
                    case "imgfree" when command.Operands.Count == 0:
                        fetched.Clear();
                        kernel = null;
                        break;
                    case "kernel":
                        kernel = Read(command);
                        break;
                    case "initrd":
                        var name = command.Arguments.Value("name");
                        if (CheckInitrd(command, name, kernel, model.Capabilities) is { } finding) yield return finding;
                        fetched.Add(name?.Text ?? BaseName(command));
                        break;
                    case "boot" when kernel is { } started && command.Operands.Count == 0:
                        foreach (var missing in started.Named.Where(word => !Names(word).Any(n => n == Magic || fetched.Contains(n))))
                        {
                            yield return IpxeFinding.At(missing, IpxeRule.InitrdMismatch, "the kernel is told of an initrd that is not fetched: on EFI it starts without", "fetch it with 'initrd --name NAME URL', or correct the name");
                        }
                        kernel = null;
                        fetched.Clear();
                        break;
                }
            }
        }
    }

    private static Kernel Read(IpxeCommand command)
    {
        var named = command.Operands.Where(static word => word.Text.StartsWith("initrd=", StringComparison.Ordinal) && !word.Text.Contains("${", StringComparison.Ordinal)).ToList();
        return new(command.First, named, named.SelectMany(Names).ToHashSet(StringComparer.Ordinal));
    }

    private static string[] Names(IpxeWord argument) => argument.Text["initrd=".Length..].Split(',');

    private static IpxeFinding? CheckInitrd(IpxeCommand command, IpxeWord? name, Kernel? kernel, IpxeCapabilities capabilities)
    {
        if (capabilities is { Platform: IpxePlatform.Efi, PutsFilesIntoInitramfs: false } && command.Operands is [_, var path, ..] && path.Text.StartsWith('/'))
        {
            return IpxeFinding.At(path, IpxeRule.InitrdMismatch, $"{capabilities} puts no file into an initramfs by a path under UEFI: the kernel starts without {path.Text}", "boot this by BIOS, or use an iPXE of 2023 or later");
        }
        if (name is null)
        {
            // A file put into the archive under a path is named by that path.
            if (command.Operands.Count > 1 || (kernel?.Names.Contains(Magic) == true && capabilities.Has(IpxeFeature.InitrdMagic))) return null;
            return kernel?.Names.Contains(Magic) == true
                ? IpxeFinding.At(command.First, IpxeRule.UnnamedInitrd, $"{capabilities} has no initrd.magic: its EFI build starts the kernel without this initrd", "initrd --name initrd.img URL, and initrd=initrd.img among the kernel's arguments")
                : IpxeFinding.At(command.First, IpxeRule.UnnamedInitrd, "an initrd without a name is called like the end of its URL, whatever that becomes", "initrd --name initrd.img URL, and initrd=initrd.img among the kernel's arguments");
        }
        if (name.Value.IsExpanded || kernel is null || kernel.Names.Count == 0 || kernel.Names.Contains(name.Value.Text) || kernel.Names.Contains(Magic)) return null;
        return IpxeFinding.At(name.Value, IpxeRule.InitrdMismatch, $"the kernel of line {kernel.Word.Line} is not told initrd={name.Value.Text}: on EFI it starts without", $"add initrd={name.Value.Text} to the kernel's arguments");
    }

    private static string BaseName(IpxeCommand command) => command.Operands is [var url, ..] ? url.Text[(url.Text.LastIndexOf('/') + 1)..].Split('?')[0] : "";
}
