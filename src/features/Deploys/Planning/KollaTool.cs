using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>kolla-ansible's command line in a release. Since 2024.2 it is another: the command comes first, and names have hyphens.</summary>
internal sealed class KollaTool(Series series, PlanOptions options)
{
    private const int NewCommandLine = 19;
    private const int InstallsDependencies = 14;
    private const int BacksUpDatabases = 8;

    /// <summary>The release's virtual environment.</summary>
    public string Venv => Path.Combine(options.Venvs, series.Name);

    /// <summary>True when it installs the Ansible collections that it needs (Yoga and later).</summary>
    public bool HasInstallDeps => series.KollaMajor >= InstallsDependencies;

    /// <summary>True when it backs databases up (Stein and later).</summary>
    public bool HasBackup => series.KollaMajor >= BacksUpDatabases;

    /// <summary>What its commands need: its own environment first on the path, for it looks for ansible-playbook there.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["VIRTUAL_ENV"] = Venv,
        ["PATH"] = $"{Venv}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    };

    /// <summary>A command line.</summary>
    /// <param name="command">The command, by its newer name, and its arguments.</param>
    public IReadOnlyList<string> Command(params IReadOnlyList<string> command)
    {
        var program = $"{Venv}/bin/kolla-ansible";
        if (command[0] == "install-deps") return [program, "install-deps"];
        IReadOnlyList<string> place = ["--inventory", options.Inventory, "--configdir", options.Config, .. options.VaultArguments];
        return series.KollaMajor >= NewCommandLine ? [program, .. command, .. place] : [program, .. place, Old(command[0]), .. command.Skip(1)];
    }

    private static string Old(string command) => command is "mariadb-backup" or "mariadb-recovery" ? command.Replace('-', '_') : command;
}
