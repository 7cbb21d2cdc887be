using System.CommandLine;
using System.CommandLine.Parsing;
using Racklight.Releases;
using Racklight.Yaml;

namespace Racklight.Deploys.Planning;

/// <summary>The options that a plan is made by: those of <c>deploy plan</c>, and of <c>deploy upgrade</c> where it plans itself.</summary>
internal sealed class PlanFlags
{
    private readonly Option<string> _to = new("--to") { Description = "The release that the cloud shall run", HelpName = "RELEASE", Required = true };
    private readonly Option<string?> _from;
    private readonly Option<string?> _tool = new("--for") { Description = "The deployment tool: kolla or osa (default: that of the cloud's last deploy, or kolla)", HelpName = "kolla|osa" };
    private readonly Option<bool> _cautious = new("--cautious") { Description = "Every release in turn, also where one may be skipped" };
    private readonly Option<string?> _host = new("--host") { Description = "The hosts' system, as ubuntu-22.04: the plan says where it must be upgraded", HelpName = "SYSTEM" };
    private readonly Option<string?> _config = new("--config") { Description = "The configuration directory (default: /etc/kolla, /etc/openstack_deploy); its settings answer checks", HelpName = "DIR" };
    private readonly Option<string[]> _inventory = new("--inventory", "-i") { Description = "The inventory (default: multinode in the configuration directory)", HelpName = "FILE" };
    private readonly Option<string> _venvs = new("--venvs") { Description = "Where each release has its virtual environment", HelpName = "DIR", DefaultValueFactory = static _ => "/opt/kolla-ansible" };
    private readonly Option<string> _checkout = new("--checkout") { Description = "openstack-ansible's repository", HelpName = "DIR", DefaultValueFactory = static _ => "/opt/openstack-ansible" };
    private readonly Option<string> _backups = new("--backups") { Description = "Where the configuration is kept before each hop", HelpName = "DIR", DefaultValueFactory = static _ => "/var/backups/racklight" };

    /// <param name="from">What the option for the release that runs now is called: <c>--from</c> means a step where steps are run.</param>
    /// <param name="otherwise">Where that release is looked for when nobody says, for the help.</param>
    public PlanFlags(string from, string otherwise)
    {
        _from = new Option<string?>(from) { Description = $"The release that it runs (default: {otherwise})", HelpName = "RELEASE" };
        _tool.AcceptOnlyFromAmong("kolla", "osa");
    }

    /// <summary>Adds the options to a verb.</summary>
    public Command AddTo(Command command)
    {
        foreach (var option in (Option[])[_to, _from, _tool, _cautious, _host, _config, _inventory, _venvs, _checkout, _backups]) command.Options.Add(option);
        return command;
    }

    /// <summary>The release at the end, as typed.</summary>
    public string To(ParseResult parsed) => parsed.GetValue(_to)!;

    /// <summary>True when the command line names the release that runs now.</summary>
    public bool NamesRelease(ParseResult parsed) => parsed.GetValue(_from) is not null;

    /// <summary>The configuration directory, as typed; null: the tool's own.</summary>
    public string? Config(ParseResult parsed) => parsed.GetValue(_config);

    /// <summary>The inventories, as typed.</summary>
    public IReadOnlyList<string> Inventories(ParseResult parsed) => parsed.GetValue(_inventory) ?? [];

    /// <summary>The first option on the command line that only making a plan takes; null: none.</summary>
    public string? OnlyForPlanning(CommandResult result)
        => ((Option[])[_from, _tool, _cautious, _host, _venvs, _checkout, _backups]).FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Makes the plan.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="vault">Vault flags, handed on to every command that reads secrets.</param>
    /// <param name="deployed">What is on record of the cloud, for what the command line leaves open; null: nothing.</param>
    /// <exception cref="ProblemException">A release, a system or a directory is not known, or no way leads there.</exception>
    public DeployPlan Make(ParseResult parsed, IReadOnlyList<string> vault, Deployed? deployed = null)
    {
        var kolla = (parsed.GetValue(_tool) ?? deployed?.Tool ?? "kolla") == "kolla";
        OnlyOfTheOther(parsed, kolla);
        var target = Known("--to", To(parsed), kolla);
        var source = parsed.GetValue(_from) is { } name ? Known(_from.Name, name, kolla)
            : deployed?.Release is { } release && Series.Find(release) is { } last ? last
            : kolla ? Installed(parsed.GetValue(_venvs)!, target)
            : throw new ProblemException("nothing says which release runs now", $"{_from.Name} RELEASE");
        if (parsed.GetValue(_host) is { } system && !HostSystems.All.Contains(system))
        {
            throw new ProblemException($"--host {system} is not known{(NearestWord.Of(system, HostSystems.All) is { } near ? $", did you mean `{near}`?" : "")}", "one of " + string.Join(", ", HostSystems.All));
        }
        if (Inventories(parsed).Count > 1) throw new ProblemException("more than one --inventory: the commands of a plan name one", "put the hosts into one file, or name a directory");
        var directory = Config(parsed) ?? (kolla ? "/etc/kolla" : "/etc/openstack_deploy");
        var settings = kolla ? CloudSettings.Read(directory) : null;
        if (settings is null && kolla && Config(parsed) is not null) throw new ProblemException($"{directory} has no globals.yml", "name the directory of kolla-ansible's configuration");
        var options = new PlanOptions
        {
            Config = Path.GetFullPath(directory),
            Inventory = Path.GetFullPath(Inventories(parsed).FirstOrDefault() ?? Path.Combine(directory, "multinode")),
            Venvs = Path.GetFullPath(parsed.GetValue(_venvs)!),
            Checkout = Path.GetFullPath(parsed.GetValue(_checkout)!).TrimEnd('/'),
            Backups = Path.GetFullPath(parsed.GetValue(_backups)!),
            Host = parsed.GetValue(_host),
            Settings = settings,
            VaultArguments = vault,
        };
        return kolla ? Planner.Kolla(source, target, parsed.GetValue(_cautious), options) : Planner.Osa(source, target, parsed.GetValue(_cautious), options);
    }

    /// <summary>An option that the tool does not take would be left out of every command without a word.</summary>
    private void OnlyOfTheOther(ParseResult parsed, bool kolla)
    {
        foreach (var (option, why) in kolla
            ? [((Option)_checkout, "kolla-ansible is installed in a virtual environment: --venvs DIR")]
            : new[] { ((Option)_venvs, "openstack-ansible has one environment, which its bootstrap-ansible.sh makes anew"), (_inventory, "openstack-ansible makes its inventory itself, from --config DIR") })
        {
            if (parsed.GetResult(option) is { Implicit: false }) throw new ProblemException($"{option.Name} is not for {(kolla ? "kolla" : "osa")}", why);
        }
    }

    private static Series Known(string option, string name, bool kolla)
        => (kolla ? Series.Find(name) : Series.FindOsa(name)) ?? throw new ProblemException($"{option} {name}: this release is not known{(NearestWord.Of(name, Series.All.Select(static series => series.Name)) is { } near ? $", did you mean `{near}`?" : "")}", "one of " + string.Join(", ", Series.All));

    /// <summary>The newest release before the target that has an environment.</summary>
    private Series Installed(string venvs, Series target)
        => Series.All.LastOrDefault(series => series.Index < target.Index && File.Exists(Path.Combine(venvs, series.Name, "bin", "kolla-ansible")))
            ?? throw new ProblemException($"nothing says which release runs now: {venvs} has no environment of one", $"{_from.Name} RELEASE");
}
