using Racklight.Templates;

namespace Racklight.Answers.Rendering;

/// <summary>Whether a node's answers may hold secrets.</summary>
internal enum Permission
{
    /// <summary>The node is not marked <c>secrets: on-boot</c>.</summary>
    Unmarked,

    /// <summary>The site is that of a ref that is not protected (DESIGN §5).</summary>
    Unprotected,

    /// <summary>They may.</summary>
    Given,
}

/// <summary><c>secrets.NAME</c> in a template: filled in, masked, or an error that says why.</summary>
/// <param name="node">Whose answers these are.</param>
/// <param name="permission">Whether they may have any.</param>
/// <param name="masked">For eyes, not for a machine.</param>
/// <param name="source">Where values come from.</param>
internal sealed class SecretLookup(string node, Permission permission, bool masked, ISecretSource source) : ITemplateLookup
{
    /// <summary>What stands for a secret's value where people look.</summary>
    public const string Mask = "********";

    /// <summary>The names that were masked although nobody could fill them in.</summary>
    public SortedSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>A value was filled in.</summary>
    public bool Given { get; private set; }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        if (permission == Permission.Unprotected)
        {
            throw new TemplateFaultException($"`secrets.{name}` is asked for, and this ref is not protected: it sees no secret", "merge it, or name its branch under refs: protected: in site.yaml");
        }
        if (permission == Permission.Unmarked)
        {
            throw new TemplateFaultException($"`secrets.{name}` is asked for, and {node} is not marked `secrets: on-boot`", $"add `secrets: on-boot` to nodes/{node}.yaml if whoever can pretend to be its MAC may read it (docs/security.md)");
        }
        if (masked)
        {
            if (source.Unavailable is null && !source.TryFind(name, out _)) return false;
            if (source.Unavailable is not null) Missing.Add(name);
            value = Mask;
            return true;
        }
        if (source.Unavailable is { } why) throw new TemplateFaultException($"`secrets.{name}` cannot be filled in: {why}");
        if (!source.TryFind(name, out var secret)) return false;
        Given = true;
        value = secret;
        return true;
    }
}
