using System.Text.Json;
using Racklight.App.CommandLine;

namespace Racklight.Deploys.Running;

/// <summary>The files of one run, below <c>STATE/deploys/ID</c>: readable by their owner only.</summary>
internal sealed class RunDirectory(string path)
{
    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>The run's name.</summary>
    public string Id => System.IO.Path.GetFileName(Path);

    /// <summary>What the run is.</summary>
    public string SpecFile => In("run.json");

    /// <summary>The plan that an upgrade carries out.</summary>
    public string PlanFile => In("plan.json");

    /// <summary>What has happened, one JSON object a line.</summary>
    public string JournalFile => In("journal.jsonl");

    /// <summary>One log a step.</summary>
    public string Logs => In("logs");

    /// <summary>Copies of the inventory, with secrets hidden.</summary>
    public string Inventory => In("inventory");

    /// <summary>Which tools ran.</summary>
    public string VersionsFile => In("versions.json");

    /// <summary>Steps, exit codes, times.</summary>
    public string ResultFile => In("result.json");

    /// <summary>For CI servers.</summary>
    public string JUnitFile => In("junit.xml");

    /// <summary>For people.</summary>
    public string ReportFile => In("report.html");

    /// <summary>Room for the end of a run whose disk is full.</summary>
    public string ReserveFile => In("reserve");

    /// <summary>Where a step's log lies.</summary>
    public string LogOf(RunSpec spec, string step)
    {
        var position = spec.Steps.TakeWhile(other => other.Name != step).Count() + 1;
        var name = new string([.. step.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-')]);
        return System.IO.Path.Combine(Logs, $"{position:00}-{name}.log");
    }

    /// <summary>Where runs lie in a state directory.</summary>
    public static string Root(string state) => System.IO.Path.Combine(state, "deploys");

    /// <summary>The directory of a run.</summary>
    /// <exception cref="ProblemException">Not a run's name.</exception>
    public static RunDirectory Of(string state, string id)
    {
        if (id.Length is 0 or > 64 || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')) throw new ProblemException($"`{id}` is not a deploy's ID", "racklight deploy list");
        return new RunDirectory(System.IO.Path.Combine(Root(state), id));
    }

    /// <summary>Every run of a state directory, oldest first.</summary>
    public static IEnumerable<RunDirectory> All(string state)
        => Directory.Exists(Root(state)) ? Directory.EnumerateDirectories(Root(state)).Order(StringComparer.Ordinal).Select(path => new RunDirectory(path)) : [];

    /// <summary>Makes the directory and writes down what the run is.</summary>
    public static RunDirectory Create(string state, RunSpec spec)
    {
        var run = Of(state, spec.Id);
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Root(state), OwnerOnly);
        Directory.CreateDirectory(run.Path, OwnerOnly);
        Directory.CreateDirectory(run.Logs, OwnerOnly);
        run.SaveSpec(spec);
        return run;
    }

    /// <summary>Writes what the run is; whole, or not at all.</summary>
    public void SaveSpec(RunSpec spec) => DurableFile.Write(SpecFile, Print.Json(spec, RunsJson.Default.RunSpec));

    /// <summary>Reads what the run is.</summary>
    /// <exception cref="ProblemException">There is no such run here, or its file is damaged.</exception>
    public RunSpec ReadSpec()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(SpecFile), RunsJson.Default.RunSpec) ?? throw new JsonException("empty");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProblemException($"there is no deploy {Id} on this machine", "racklight deploy list says on which machine a deploy ran; --state names another state directory", ExitCodes.Usage, e);
        }
        catch (JsonException e)
        {
            throw new ProblemException($"{SpecFile} is damaged: {e.Message}", null, ExitCodes.Outside, e);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
