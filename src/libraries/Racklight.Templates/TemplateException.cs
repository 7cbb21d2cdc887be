namespace Racklight.Templates;

/// <summary>A template that cannot be read or rendered: what is wrong and where.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>Makes one.</summary>
    public TemplateException(string reason, TemplatePlace place, string? hint = null, Exception? inner = null)
        : base($"{place}: {reason}", inner) => (Reason, Place, Hint) = (reason, place, hint);

    /// <summary>What is wrong and why, one sentence, no full stop at its end.</summary>
    public string Reason { get; }

    /// <summary>Where.</summary>
    public TemplatePlace Place { get; }

    /// <summary>What to try, or null.</summary>
    public string? Hint { get; }
}

/// <summary>Thrown by filters, lookups and loaders; the engine adds the place and makes a <see cref="TemplateException"/> of it.</summary>
public sealed class TemplateFaultException : Exception
{
    /// <summary>Makes one.</summary>
    public TemplateFaultException(string message, string? hint = null) : base(message) => Hint = hint;

    /// <summary>What to try, or null.</summary>
    public string? Hint { get; }
}
