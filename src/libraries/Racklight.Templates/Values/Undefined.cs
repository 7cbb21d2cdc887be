namespace Racklight.Templates.Values;

/// <summary>What a name stands for that nobody defined. May be asked whether it is defined, and given a default; anything else is an error.</summary>
/// <param name="Reason">What is not defined.</param>
/// <param name="Place">Where it was asked for.</param>
/// <param name="Hint">What to try.</param>
internal sealed record Undefined(string Reason, TemplatePlace Place, string? Hint = null)
{
    /// <summary>What an <c>if</c> without <c>else</c> leaves: prints nothing and counts as false, as in Jinja, also in its strict mode.</summary>
    public bool Quiet { get; init; }

    public TemplateException Error => new(Reason, Place, Hint);
}
