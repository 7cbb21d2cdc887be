using System.Collections.Frozen;

namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Variables that nothing sets, or that hold more words than they can.</summary>
internal static class VariableRules
{
    /// <summary>Settings of iPXE itself and of DHCP; those with a scope, a type or a number (<c>net0/ip</c>, <c>pci/…</c>, <c>175.3</c>) are known by their form.</summary>
    private static readonly FrozenSet<string> BuiltIn = FrozenSet.ToFrozenSet(
        [
            "asset", "bios-drive", "board-serial", "board-product", "buildarch", "busid", "busloc", "bustype", "busdevfn", "cert", "chip", "cpumodel", "cpuvendor", "crosscert", "cwd", "cwduri", "dhcp-server",
            "dns", "dns6", "dnssl", "domain", "errno", "filename", "gateway", "gateway6", "gateway-ip", "hostname", "hwaddr", "ifname", "initiator-iqn", "ip", "ip6", "keep-san",
            "key", "len6", "linktype", "mac", "manufacturer", "memsize", "mtu", "netmask", "next-server", "password", "platform", "priority", "privkey", "product", "reverse-password",
            "reverse-username", "root-path", "san-drive", "scriptlet", "serial", "skip-san-boot", "ssid", "syslog", "syslogs", "trust", "unixtime", "use-cached", "user-class", "username", "uuid",
            "vendor-class", "version", "vlan", "vram",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<IpxeFinding> Check(ScriptModel model, IReadOnlySet<string> setElsewhere)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in model.Commands)
        {
            foreach (var word in command.Words)
            {
                foreach (var name in Names(word.Text))
                {
                    if (IsBuiltIn(name) || model.Values.IsSet(name) || setElsewhere.Contains(name) || !told.Add(name)) continue;
                    yield return IpxeFinding.At(word, IpxeRule.UnsetVariable, $"nothing sets '{IpxeFinding.Shorten(name)}' in what was looked at: it may be empty", "set it before, or ask with isset");
                }
            }
            if (OneArgument(command) is { } argument && argument.Variable is { } variable && model.Values.HasSeveralWords(variable))
                yield return IpxeFinding.At(argument, IpxeRule.ExpandedWords, $"'{variable}' is set to several words, but stays one argument of {command.Name}: it was split before it was expanded", "set the words in variables of their own");
        }
    }

    /// <summary>The argument that must be one word: an address, or a label.</summary>
    private static IpxeWord? OneArgument(IpxeCommand command)
        => command.Name is "kernel" or "initrd" or "module" or "chain" or "imgfetch" or "sanboot" or "goto" && command.Operands is [var first, ..] ? first : null;

    private static bool IsBuiltIn(string name) => name.Length == 0 || SharedVariables.All.Contains(name) || char.IsAsciiDigit(name[0]) || name.Contains('/', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal) || BuiltIn.Contains(name);

    /// <summary>The innermost names: of <c>${a${b}}</c> only b is known before it runs.</summary>
    private static IEnumerable<string> Names(string word)
    {
        var start = -1;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '$' && i + 1 < word.Length && word[i + 1] == '{') start = i + 2;
            if (word[i] != '}' || start < 0) continue;
            yield return IpxeWord.NameOf(word[start..i]);
            start = -1;
        }
    }
}
