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

    /// <summary>The names that were masked although nobody could fill them in, or say whether anybody can.</summary>
    public SortedSet<string> Doubtful { get; } = new(StringComparer.Ordinal);

    /// <summary>A value was filled in.</summary>
    public bool Given { get; private set; }

    /// <inheritdoc/>
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
        try
        {
            value = masked ? MaskOf(name) : ValueOf(name);
            return value is not null;
        }
        catch (ProblemException e)
        {
            var problem = e.Problems[0];
            throw new TemplateFaultException($"`secrets.{name}`: {(problem.File is null ? "" : $"{problem.File}{(problem.Line > 0 ? $":{problem.Line}" : "")}: ")}{problem.Message}", problem.Hint);
        }
    }

    /// <inheritdoc/>
    public string? HintFor(string name) => source.Files.Count == 0 ? null : $"put it into {(source.Files.Count == 1 ? source.Files[0] : "one of " + string.Join(", ", source.Files.Take(5)))}: racklight secret edit {source.Files[0]}";

    private string? MaskOf(string name)
    {
        var presence = source.Unavailable is null ? source.Look(name) : SecretPresence.Unchecked;
        if (presence == SecretPresence.Unchecked) Doubtful.Add(name);
        return presence == SecretPresence.Missing ? null : Mask;
    }

    private string? ValueOf(string name)
    {
        if (source.Unavailable is { } why) throw new TemplateFaultException($"`secrets.{name}` cannot be filled in: {why.Message}", why.Hint);
        var value = source.Find(name);
        Given |= value is not null;
        return value;
    }
}
