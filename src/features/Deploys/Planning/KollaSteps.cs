using Racklight.Deploys.Planning.Knowledge;
using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>
/// The steps of one hop of kolla-ansible, in upstream's order: keep the configuration and the databases, what the release asks for before, the tool
/// in its own environment, settings and secrets, images, prechecks, the upgrade.
/// </summary>
internal sealed class KollaSteps(Series from, Series to, PlanOptions options, ReleaseFacts facts)
{
    private readonly KollaTool _old = new(from, options);
    private readonly KollaTool _new = new(to, options);

    /// <summary>All steps.</summary>
    /// <param name="hosts">What the hosts become before, or null.</param>
    public IReadOnlyList<PlanStep> All(string? hosts) => [.. Keep(), .. Hosts(hosts), .. Before(), .. Install(), .. Configure(), .. Run()];

    private IEnumerable<PlanStep> Keep()
    {
        var folder = Path.Combine(options.Backups, $"{from}-{to}");
        yield return Step("backup-folder", "Make a private folder for backups", ["install", "--directory", "--mode=0700", folder], 1);
        yield return Step("backup-config", $"Keep {options.Config} as it is", ["tar", "--create", "--gzip", "--file", Path.Combine(folder, "config.tar.gz"), "--directory", Path.GetDirectoryName(options.Config.TrimEnd('/')) ?? "/", Path.GetFileName(options.Config.TrimEnd('/'))], 10);
        yield return _old.HasBackup
            ? Old("backup-databases", "Back the databases up", ["mariadb-backup"], 240) with { Note = "needs enable_mariabackup in globals.yml; the backup lies in the volume mariadb_backup" }
            : Person("backup-databases", "Back the databases up", $"kolla-ansible of {from} has no command for it: dump them from the container mariadb");
    }

    private IEnumerable<PlanStep> Hosts(string? hosts)
    {
        if (hosts is not null) yield return Person("hosts", $"Upgrade the hosts' system to {hosts}", $"one host after the other while {from} runs: {to} does not take {options.Host}") with { Interrupts = "what runs on the host that is being upgraded" };
    }

    private IEnumerable<PlanStep> Before() => facts.Before.Where(fact => fact.From.Count == 0 || fact.From.Contains(from.Name)).Select(fact => fact.Kolla.Count > 0
        ? Old(fact.Id, fact.Name, fact.Kolla, fact.Minutes ?? 60) with { Note = fact.Note, Interrupts = fact.Interrupts, Repeatable = fact.Repeatable }
        : Person(fact.Id, fact.Name, fact.Manual ?? fact.Note ?? "") with { Interrupts = fact.Interrupts });

    private IEnumerable<PlanStep> Install()
    {
        yield return Step("venv", $"Make a virtual environment for {to}", ["python3", "-m", "venv", _new.Venv], 5);
        yield return Step("venv-pip", "Bring pip up to date in it", [$"{_new.Venv}/bin/pip", "install", "--upgrade", "pip"], 10);
        IReadOnlyList<string> ansible = facts.Ansible is { } known ? [known] : [];
        yield return Step("venv-tool", $"Install kolla-ansible {to.KollaVersion}", [$"{_new.Venv}/bin/pip", "install", .. ansible, $"git+https://opendev.org/openstack/kolla-ansible@{to.KollaVersion}"], 30);
        if (_new.HasInstallDeps) yield return New("install-deps", "Install the Ansible collections that it needs", ["install-deps"], 30);
    }

    private IEnumerable<PlanStep> Configure()
    {
        yield return Step("rebase", $"Bring globals.yml, inventory and passwords to {to}", ["racklight", "deploy", "rebase", "--config", options.Config, "--inventory", options.Inventory, "--from", from.Name, "--to", to.Name, "--old-sample", _old.Venv, "--new-sample", _new.Venv, "--yes", "--generate", .. options.VaultArguments], 10);
    }

    private IEnumerable<PlanStep> Run()
    {
        yield return New("pull", "Pull the images to all hosts", ["pull"], 480);
        yield return New("prechecks", "Let the tool check the hosts", ["prechecks"], 60);
        yield return New("upgrade", $"Upgrade to {to}", ["upgrade"], 480) with { Interrupts = "each API for the time that its containers and its database schema change; running instances and their networks go on" };
        foreach (var fact in facts.After.Where(fact => fact.From.Count == 0 || fact.From.Contains(from.Name))) yield return fact.Kolla.Count > 0 ? New(fact.Id, fact.Name, fact.Kolla, fact.Minutes ?? 60) : Person(fact.Id, fact.Name, fact.Manual ?? "");
        yield return New("post-deploy", "Write the administrator's openrc files again", ["post-deploy"], 30);
        yield return Person("verify", $"See that the cloud works on {to}", "start an instance with a volume and a network; look at openstack compute service list, network agent list, volume service list");
    }

    private PlanStep Old(string id, string name, IReadOnlyList<string> command, int minutes) => Step(id, name, _old.Command(command), minutes) with { Environment = _old.Environment };

    private PlanStep New(string id, string name, IReadOnlyList<string> command, int minutes) => Step(id, name, _new.Command(command), minutes) with { Environment = _new.Environment };

    private PlanStep Step(string id, string name, IReadOnlyList<string> command, int minutes) => new() { Id = $"{to}/{id}", Name = name, Command = command, Limit = TimeSpan.FromMinutes(minutes) };

    private PlanStep Person(string id, string name, string note) => new() { Id = $"{to}/{id}", Name = name, Note = note };
}
