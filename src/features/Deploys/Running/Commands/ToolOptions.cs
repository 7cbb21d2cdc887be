using System.CommandLine;
using Racklight.Deploys.Running.Tools;

namespace Racklight.Deploys.Running.Commands;

/// <summary>The options that say which tool works on which cloud, from which configuration.</summary>
internal sealed class ToolOptions
{
    private static readonly string[] KollaInventory = ["multinode", "inventory"];
    private static readonly string[] OsaInventory = ["openstack_user_config.yml", "conf.d", "openstack_inventory.json"];
    private readonly Option<string> _tool = new("--tool") { Description = "kolla or osa", HelpName = "TOOL", Required = true };
    private readonly Option<string> _cloud = new("--cloud") { Description = "The cloud's name: one deploy a cloud at a time", HelpName = "NAME", Required = true };
    private readonly Option<string> _release = new("--release") { Description = "The cloud's release, as in 2025.1; default: that of its last deploy", HelpName = "SERIES" };
    private readonly Option<string> _config = new("--config") { Description = "The configuration directory; default /etc/kolla or /etc/openstack_deploy", HelpName = "DIR" };
    private readonly Option<string[]> _inventory = new("--inventory", "-i") { Description = "An inventory (repeatable); default for kolla: `multinode` or `inventory` in the configuration directory", HelpName = "FILE" };
    private readonly Option<string> _venv = new("--venv") { Description = "The virtual environment of the tool's release", HelpName = "DIR" };
    private readonly Option<string> _checkout = new("--checkout") { Description = "openstack-ansible's checkout; default /opt/openstack-ansible", HelpName = "DIR" };
    private readonly Option<string> _limit = new("--limit") { Description = "Only these hosts", HelpName = "HOSTS" };
    private readonly Option<string> _tags = new("--tags") { Description = "Only tasks with these tags", HelpName = "TAGS" };
    private readonly Option<string> _skipTags = new("--skip-tags") { Description = "No tasks with these tags", HelpName = "TAGS" };
    private readonly Option<bool> _check = new("--check") { Description = "Tell what would change, and change nothing" };
    private readonly Option<bool> _diff = new("--diff") { Description = "Show the differences in files" };
    private readonly Option<string[]> _extra = new("--extra") { Description = "One more argument for the tool, as it is (repeatable): --extra=-v", HelpName = "ARGUMENT" };
    private readonly Option<string[]> _secrets = new("--secrets") { Description = "One more file whose values logs must not show (repeatable)", HelpName = "FILE" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Yes, also what stops services" };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_tool, _cloud, _release, _config, _inventory, _venv, _checkout, _limit, _tags, _skipTags, _check, _diff, _extra, _secrets, _yes]) command.Options.Add(option);
    }

    /// <summary>The cloud's name.</summary>
    /// <exception cref="ProblemException">Not a name.</exception>
    public string Cloud(ParseResult parsed) => CloudName.Check(parsed.GetValue(_cloud)!);

    /// <summary>What is asked of the tool.</summary>
    /// <exception cref="ProblemException">The release or the inventory is not known, or the configuration directory is missing.</exception>
    public async Task<ToolRequest> RequestAsync(ParseResult parsed, IReadOnlyList<string> actions, DeployStores stores, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_tool)!;
        var tool = ToolBook.Get(name);
        var config = Path.GetFullPath(parsed.GetValue(_config) ?? tool.Config);
        if (!Directory.Exists(config)) throw new ProblemException($"the configuration directory {config} does not exist", "--config DIR");
        return new ToolRequest
        {
            Tool = name,
            Release = parsed.GetValue(_release) ?? await stores.LastReleaseAsync(parsed, Cloud(parsed), cancellationToken)
                ?? throw new ProblemException($"nothing tells which release {Cloud(parsed)} runs: no deploy of it is on record", "--release SERIES, as in --release 2025.1"),
            Actions = actions.Count > 0 ? actions : tool.Usual,
            Program = parsed.GetValue(_venv) is { } venv ? Path.Combine(Path.GetFullPath(venv), "bin", tool.Program) : null,
            Config = config,
            Checkout = parsed.GetValue(_checkout) is not { } checkout ? null
                : Directory.Exists(checkout) ? Path.GetFullPath(checkout) : throw new ProblemException($"openstack-ansible's checkout {Path.GetFullPath(checkout)} does not exist", "--checkout DIR"),
            Inventories = Inventories(parsed, name, config),
            Limit = parsed.GetValue(_limit),
            Tags = parsed.GetValue(_tags),
            SkipTags = parsed.GetValue(_skipTags),
            Check = parsed.GetValue(_check),
            Diff = parsed.GetValue(_diff),
            Extra = parsed.GetValue(_extra) ?? [],
            Confirmed = parsed.GetValue(_yes),
        };
    }

    /// <summary>Lets the virtual environment's programs be found first, as its <c>activate</c> does.</summary>
    public IReadOnlyList<RunStep> WithVenv(ParseResult parsed, IReadOnlyList<RunStep> steps)
    {
        if (parsed.GetValue(_venv) is not { } given) return steps;
        var venv = Path.GetFullPath(given);
        var variables = new Dictionary<string, string> { ["VIRTUAL_ENV"] = venv, ["PATH"] = $"{Path.Combine(venv, "bin")}:{Environment.GetEnvironmentVariable("PATH")}" };
        return [.. steps.Select(step => step with { Environment = step.Environment.Concat(variables).ToDictionary(StringComparer.Ordinal) })];
    }

    /// <summary>What is copied into the artifacts: the inventories, and for openstack-ansible what its own is made of and the one that it made.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="config">The configuration directory.</param>
    /// <param name="named">The inventories that the command line names.</param>
    public static IReadOnlyList<string> InventoriesToKeep(string tool, string config, IReadOnlyList<string> named)
    {
        IEnumerable<string> own = tool == "osa" ? OsaInventory : named.Count == 0 ? KollaInventory : [];
        return [.. named.Select(Path.GetFullPath), .. own.Select(name => Path.Combine(config, name)).Where(Path.Exists)];
    }

    /// <summary>Files whose values are hidden although they may lie open.</summary>
    public IReadOnlyList<string> SecretFiles(ParseResult parsed, ToolRequest request)
        => [.. ToolBook.Get(request.Tool).Secrets.Select(name => Path.Combine(request.Config, name)), .. (parsed.GetValue(_secrets) ?? []).Select(Path.GetFullPath)];

    private IReadOnlyList<string> Inventories(ParseResult parsed, string tool, string config)
    {
        if (parsed.GetValue(_inventory) is { Length: > 0 } given) return [.. given.Select(path => Path.Exists(path) ? Path.GetFullPath(path) : throw new ProblemException($"the inventory {path} does not exist"))];
        if (tool == "osa") return [];
        return KollaInventory.Select(name => Path.Combine(config, name)).FirstOrDefault(Path.Exists) is { } found
            ? [found]
            : throw new ProblemException($"{config} has neither `multinode` nor `inventory`", "-i FILE");
    }
}
