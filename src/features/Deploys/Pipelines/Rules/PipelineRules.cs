using Racklight.Deploys.Findings;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>All rules. 1 to 23 are the faults of a pipeline that many copied; from 24 on, what other checkers let pass.</summary>
internal static class PipelineRules
{
    public static IReadOnlyList<PipelineRule> All { get; } =
    [
        new NotYaml(), new BashIndirection(), new UnguardedAgent(), new HostKeysUnchecked(), new NestedLink(), new PasswordInFile(),
        new DecryptedInPlace(), new EncryptedAgain(), new LogsLost(), new NoMergeRequestCheck(), new NoLock(), new ManualDoesNotBlock(),
        new AnyBranchDeploys(), new MutableInputs(), new PackageGone(), new NoTimeLimit(), new NoPlanNoProof(), new AlwaysEverything(),
        new InventoryLost(), new PlaintextCommitted(), new SharedVaultPassword(), new NoStrictShell(), new WindowByRunner(),
        new OnlyWithRules(), new NonsenseDuration(), new UnknownName(),
    ];

    /// <summary>Reads several pipelines of a repository and tells every fault of each.</summary>
    /// <exception cref="ProblemException">A file cannot be read at all.</exception>
    public static FindingReport Check(string root, IReadOnlyList<string> paths)
    {
        var pipelines = paths.Select(path => PipelineReader.Read(root, path)).ToList();
        // A workflow that another calls was looked at there, with what the call adds: by itself it lacks that.
        var called = pipelines.SelectMany(static pipeline => pipeline.Files.Skip(1)).Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        var files = pipelines.SelectMany(static pipeline => pipeline.Files).Select(static file => file.Path).Distinct(StringComparer.Ordinal).Count();
        return FindingReport.Of(files, pipelines.Where(pipeline => !called.Contains(pipeline.Main.Path)).SelectMany(Findings).Distinct());
    }

    /// <summary>Reads a pipeline and tells every fault of it.</summary>
    /// <exception cref="ProblemException">The file cannot be read at all.</exception>
    public static FindingReport Check(string root, string path) => Check(root, [path]);

    private static IEnumerable<Finding> Findings(CiPipeline pipeline)
    {
        // Of a file that is no YAML the other rules would tell only what follows from that.
        IEnumerable<PipelineRule> rules = pipeline.Root is null ? All.Take(1) : All;
        var findings = rules.SelectMany(rule => rule.Check(pipeline).Select(fault => new Finding(rule.Name, fault.File.Path, fault.Message)
        {
            Number = rule.Number,
            Severity = rule.Severity,
            Line = fault.Mark.Line,
            Column = fault.Mark.Column,
            Why = pipeline.Server == CiServer.GitHub ? rule.WhyOnGitHub : rule.Why,
            Instead = pipeline.Server == CiServer.GitHub ? fault.OnGitHub ?? fault.Instead : fault.Instead,
        }));
        return findings.DistinctBy(static finding => (finding.Rule, finding.File, finding.Line, finding.Column, finding.Message));
    }
}
