namespace Racklight.Labs;

/// <summary>The UEFI firmware for virtual machines, where distributions put it.</summary>
/// <param name="Code">The firmware itself, shared by all machines.</param>
/// <param name="Variables">The empty variable store, copied for each machine.</param>
internal sealed record OvmfFiles(string Code, string Variables)
{
    private static readonly OvmfFiles[] Known =
    [
        new("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        new("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
        new("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
        new("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
    ];

    /// <summary>The first pair that is here, or null.</summary>
    public static OvmfFiles? Find() => Known.FirstOrDefault(pair => File.Exists(pair.Code) && File.Exists(pair.Variables));
}
