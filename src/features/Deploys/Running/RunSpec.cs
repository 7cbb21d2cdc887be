namespace Racklight.Deploys.Running;

/// <summary>Everything that a run is: written down before it begins, so that another process can carry it out and resume it. Holds no secret.</summary>
internal sealed record RunSpec
{
    /// <summary>Its name, sortable by time.</summary>
    public required string Id { get; init; }

    /// <summary>Which cloud.</summary>
    public required string Cloud { get; init; }

    /// <summary><c>kolla</c> or <c>osa</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>What it does, in a few words.</summary>
    public required string What { get; init; }

    /// <summary>The release that is on the cloud when it succeeds; null when nobody said.</summary>
    public string? Release { get; init; }

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<RunStep> Steps { get; init; }

    /// <summary>The first step to run; those before it are taken as done. Null: the first of all.</summary>
    public string? From { get; init; }

    /// <summary>Who started it.</summary>
    public required string Who { get; init; }

    /// <summary>The machine that it was started on.</summary>
    public required string Host { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The tool's configuration directory: <c>/etc/kolla</c>, <c>/etc/openstack_deploy</c>, or a clone.</summary>
    public required string ConfigDirectory { get; init; }

    /// <summary>The inventory's files and directories, copied into the artifacts.</summary>
    public IReadOnlyList<string> Inventories { get; init; } = [];

    /// <summary>Where vault passwords come from: <c>label@source</c> or a file or script. The sources' names, not what they hold.</summary>
    public IReadOnlyList<string> VaultSources { get; init; } = [];

    /// <summary>Files besides those in <see cref="ConfigDirectory"/> whose values must not appear in logs.</summary>
    public IReadOnlyList<string> SecretFiles { get; init; } = [];

    /// <summary>The repository's directory; null outside git.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit; null outside git.</summary>
    public string? Commit { get; init; }

    /// <summary>True when the working tree holds changes that no commit has.</summary>
    public bool Dirty { get; init; }

    /// <summary>True when its steps change the configuration, as an upgrade's do: what is deployed in the end is in no commit yet.</summary>
    public bool ChangesConfiguration { get; init; }

    /// <summary>True for <c>--check</c>: Ansible tells what it would change.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>True when it carries out all that makes the committed configuration the deployed one.</summary>
    public bool Whole { get; init; }

    /// <summary>What <see cref="Who"/> confirmed before an upgrade: the checks' names, <c>2026.1/innodb-log</c>.</summary>
    public IReadOnlyList<string> Confirmed { get; init; } = [];

    /// <summary>How often a failed step is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>How long a step may take when it has no limit of its own; null: as long as it wants.</summary>
    public TimeSpan? StepLimit { get; init; }

    /// <summary>How long the whole run may take, counted from its start or resumption, or from when its window opens; null: as long as it wants.</summary>
    public TimeSpan? RunLimit { get; init; }

    /// <summary>How long Ansible may take for its clean end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The maintenance window as typed; null: any time.</summary>
    public string? Window { get; init; }

    /// <summary>True: wait until the window opens.</summary>
    public bool WaitForWindow { get; init; }

    /// <summary>The step with a name, or null.</summary>
    public RunStep? Find(string name) => Steps.FirstOrDefault(step => step.Name == name);
}
