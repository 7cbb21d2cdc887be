using System.Collections.Frozen;

namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Reads any iPXE script and says what in it will not work, before a machine finds out.</summary>
public static class IpxeLint
{
    /// <summary>The longest script that is looked at, in characters; iPXE itself gets slow long before.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>All findings, by place.</summary>
    /// <param name="script">The script's text.</param>
    /// <param name="capabilities">The client's; null: the oldest supported iPXE's.</param>
    /// <param name="setElsewhere">Names of variables that other scripts set before this one runs.</param>
    /// <exception cref="ArgumentException">Longer than <see cref="MaximumLength"/>.</exception>
    public static IReadOnlyList<IpxeFinding> Check(string script, IpxeCapabilities? capabilities = null, IReadOnlySet<string>? setElsewhere = null)
    {
        var model = Read(script, capabilities);
        var findings = new List<IpxeFinding>();
        if (!IsScript(script)) findings.Add(new(1, 1, IpxeRule.NotAScript, IpxeFinding.Shorten(script.Split('\n', 2)[0].TrimEnd('\r')), "iPXE takes a file for a script only when it starts with #!ipxe and a line end", "put #!ipxe into the first line, with nothing before it"));
        findings.AddRange(TokenRules.Check(model));
        findings.AddRange(CommandRules.Check(model));
        findings.AddRange(JumpRules.Check(model));
        findings.AddRange(FlowRules.Check(model));
        findings.AddRange(MenuRules.Check(model));
        findings.AddRange(InitrdRules.Check(model));
        findings.AddRange(VariableRules.Check(model, setElsewhere ?? FrozenSet<string>.Empty));
        return [.. findings.OrderBy(static finding => finding.Line).ThenBy(static finding => finding.Column).ThenBy(static finding => finding.Rule)];
    }

    /// <summary>The names of the variables that a script sets: what others that it chains can rely on.</summary>
    /// <exception cref="ArgumentException">Longer than <see cref="MaximumLength"/>.</exception>
    public static IReadOnlySet<string> VariablesSetBy(string script) => Read(script, null).Values.Names.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when iPXE would take it for a script (src/image/script.c: the magic and one space or line end).</summary>
    public static bool IsScript(string script)
        => script.Length > 6 && (script.StartsWith("#!ipxe", StringComparison.Ordinal) || script.StartsWith("#!gpxe", StringComparison.Ordinal)) && IpxeLine.IsSpace(script[6]);

    private static ScriptModel Read(string script, IpxeCapabilities? capabilities)
    {
        if (script.Length > MaximumLength) throw new ArgumentException($"A script has at most {MaximumLength} characters.", nameof(script));
        return new(script, capabilities ?? IpxeCapabilities.Oldest);
    }
}
