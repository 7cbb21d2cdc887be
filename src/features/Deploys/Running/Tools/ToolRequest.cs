namespace Racklight.Deploys.Running.Tools;

/// <summary>What is asked of a deployment tool.</summary>
internal sealed record ToolRequest
{
    /// <summary><c>kolla</c> or <c>osa</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>The release whose command line is spoken.</summary>
    public required string Release { get; init; }

    /// <summary>What to do, in order; <c>NAME=VALUE</c> for an action with a value.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>The program; null: by the tool's own name.</summary>
    public string? Program { get; init; }

    /// <summary>The configuration directory.</summary>
    public required string Config { get; init; }

    /// <summary>openstack-ansible's checkout.</summary>
    public string? Checkout { get; init; }

    /// <summary>Where playbooks of Racklight's own will lie.</summary>
    public string Playbooks { get; init; } = "";

    /// <summary>Inventories.</summary>
    public IReadOnlyList<string> Inventories { get; init; } = [];

    /// <summary>Only these hosts.</summary>
    public string? Limit { get; init; }

    /// <summary>Only these tags.</summary>
    public string? Tags { get; init; }

    /// <summary>Not these tags.</summary>
    public string? SkipTags { get; init; }

    /// <summary>Tell what would change.</summary>
    public bool Check { get; init; }

    /// <summary>Show the differences.</summary>
    public bool Diff { get; init; }

    /// <summary>Passed on as they are.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>The user has confirmed what stops services.</summary>
    public bool Confirmed { get; init; }
}
