using System.Globalization;

namespace Racklight.NetBoot.Ipxe;

/// <summary>Something that a script can ask.</summary>
public sealed class IpxeCondition
{
    private readonly Func<IpxeEncoder, string> _write;

    private IpxeCondition(Func<IpxeEncoder, string> write) => _write = write;

    /// <summary>The setting has a value that is not empty.</summary>
    public static IpxeCondition IsSet(Setting setting) => new(_ => $"isset {setting}");

    /// <summary>The setting's value is exactly this.</summary>
    public static IpxeCondition Equal(Setting setting, IpxeText value)
        => new(encoder => $"iseq {setting} {encoder.Token(value, $"the value compared with {setting}")}");

    /// <summary>
    /// The processor has this feature bit of CPUID's extended function (0x80000001 EDX); 29 is long mode, that is 64 bits.
    /// Only x86 builds of iPXE know the command: elsewhere the answer is no.
    /// </summary>
    public static IpxeCondition ExtendedCpuFeature(int bit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bit, 31);
        return new(_ => $"cpuid --ext {bit.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Both are so.</summary>
    public IpxeCondition And(IpxeCondition other) => new(encoder => $"{_write(encoder)} && {other._write(encoder)}");

    internal string Write(IpxeEncoder encoder) => _write(encoder);
}
