using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Mirrors.Bundles;
using Racklight.Mirrors.Fetching;
using Racklight.Mirrors.Keeping;
using Racklight.Mirrors.Running;
using Racklight.Mirrors.Verifying;
using Spectre.Console;

namespace Racklight.Mirrors.Commands;

/// <summary><c>racklight menu mirror</c>.</summary>
internal sealed class MirrorCommand
{
    private readonly Argument<string[]> _entries = new("ENTRY") { Description = "Menu entries; none: all", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<Architecture?> _arch = new("--arch")
    {
        Description = "Only what machines of this kind need",
        HelpName = "amd64|arm64|i386|riscv64",
        CustomParser = static result =>
        {
            if (ArchitectureName.Parse(result.Tokens[0].Value) is { } known) return known;
            result.AddError($"--arch {result.Tokens[0].Value}: want amd64, arm64, i386 or riscv64");
            return null;
        },
    };
    private readonly Option<int> _jobs = new("--jobs", "-j") { Description = "How many files are fetched at once, 1 to 16", HelpName = "N", DefaultValueFactory = static _ => 4 };
    private readonly Option<string> _list = new("--list") { Description = "Files to mirror from a YAML list instead of the catalog (see docs/offline.md)", HelpName = "FILE" };
    private readonly Option<string> _export = new("--export") { Description = "Write what is mirrored as one tar for a room without a network; - is standard output", HelpName = "FILE.tar" };
    private readonly Option<string> _import = new("--import") { Description = "Take the files of such a tar; - is standard input", HelpName = "FILE.tar" };
    private readonly Option<bool> _report = new("--report") { Description = "List what is mirrored without a proof of its origin, and why" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Read every mirrored file again; a damaged one is taken out" };
    private readonly Option<bool> _remove = new("--remove") { Description = "Take the named entries out of the mirror" };
    private readonly Option<string> _state = new("--state") { Description = "Where observed state and artifacts lie (RACKLIGHT_STATE)", HelpName = "DIR", DefaultValueFactory = static _ => StateDirectory.Default };
    private readonly Option<string> _site = new("--site") { Description = "The site's directory (RACKLIGHT_SITE)", HelpName = "DIR", DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") ?? "." };
    private readonly Option<OutputFormat> _output = CommonOptions.Output();
    private readonly Func<string, IMirrorSource>? _catalog;

    private MirrorCommand(Func<string, IMirrorSource>? catalog) => _catalog = catalog;

    /// <summary>The verb.</summary>
    /// <param name="catalog">Opens the catalog of a site's directory; null: there is none, only lists.</param>
    public static Command Create(Func<string, IMirrorSource>? catalog)
    {
        var verb = new MirrorCommand(catalog);
        var command = new Command("mirror", "Keep what menu entries need on this server: fetched, verified, served to machines without internet.")
        {
            verb._entries, verb._arch, verb._jobs, verb._list, verb._export, verb._import, verb._report, verb._verify, verb._remove, verb._state, verb._site, verb._output,
        }.WithExamples(
            "racklight menu mirror debian-12 memtest86plus --arch amd64",
            "racklight menu mirror --report              # what could not be verified, and why",
            "racklight menu mirror --export rack.tar     # carry it over, then: racklight menu mirror --import rack.tar");
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var entries = parsed.GetValue(_entries) ?? [];
        var output = parsed.GetValue(_output);
        var (export, import) = (parsed.GetValue(_export), parsed.GetValue(_import));
        var modes = new[] { export is not null, import is not null, parsed.GetValue(_report), parsed.GetValue(_verify), parsed.GetValue(_remove) };
        if (modes.Count(static mode => mode) > 1) throw new ProblemException("--export, --import, --report, --verify and --remove exclude each other", "one at a time");
        var place = new MirrorPlace(parsed.GetValue(_state)!);
        if (parsed.GetValue(_report)) return Report(place, entries, output);
        if (export is not null)
        {
            var written = await BundleWriter.WriteAsync(place, Chosen(place, entries), export, TimeProvider.System, cancellationToken);
            // The tar itself may be on standard output.
            await Console.Error.WriteLineAsync($"{written.Files} files ({Space.Show(written.Bytes)}) of {written.Entries} addresses written");
            return ExitCodes.Done;
        }
        using var held = place.Lock(TimeProvider.System);
        if (import is not null)
        {
            var read = await BundleReader.ReadAsync(place, import, TimeProvider.System, cancellationToken);
            await Console.Error.WriteLineAsync($"{read.Files} files ({Space.Show(read.Bytes)}) of {read.Entries} addresses imported, every digest checked");
            return ExitCodes.Done;
        }
        if (parsed.GetValue(_verify)) return await VerifyAsync(place, entries, output, cancellationToken);
        if (parsed.GetValue(_remove)) return Remove(place, entries);
        return await MirrorAsync(parsed, place, entries, output, cancellationToken);
    }

    private async Task<int> MirrorAsync(ParseResult parsed, MirrorPlace place, string[] entries, OutputFormat output, CancellationToken cancellationToken)
    {
        var jobs = parsed.GetValue(_jobs);
        if (jobs is < 1 or > 16) throw new ProblemException($"--jobs {jobs}: want 1 to 16");
        var site = Path.GetFullPath(parsed.GetValue(_site)!);
        var source = parsed.GetValue(_list) is { } list ? MirrorList.Read(list)
            : _catalog?.Invoke(site) ?? throw new ProblemException("there is no catalog to take entries from", "name the files in a list: --list FILE");
        var files = await source.ListAsync(entries, parsed.GetValue(_arch), cancellationToken);
        using var client = WebClient.Create();
        var run = new MirrorRun(place, Keyrings.For(site), client, new Retries(), jobs, TimeProvider.System);
        await using var line = new ProgressLine(Console.Error, !Console.IsErrorRedirected, new ProgressFile(place, TimeProvider.System), TimeProvider.System);
        var outcomes = await run.RunAsync(files, line.Show, cancellationToken);
        new RunNote(place).Write(outcomes, TimeProvider.System.GetUtcNow());
        await line.DisposeAsync();
        IReadOnlyList<MirrorView> views = [.. outcomes.Select(MirrorView.Of)];
        Print.Result(output, views, MirrorViewJson.Default.IReadOnlyListMirrorView, MirrorTable.Run);
        Print.Problems(outcomes.Select(static outcome => outcome.Problem).OfType<Problem>());
        return outcomes.Any(static outcome => outcome.Fate == Fate.Failed) ? ExitCodes.Outside : ExitCodes.Done;
    }

    private static int Report(MirrorPlace place, string[] entries, OutputFormat output)
    {
        var records = Chosen(place, entries);
        IReadOnlyList<MirrorView> weak = [.. records.Where(static record => record.Proof is Proof.None or Proof.Checksums).OrderBy(static record => record.Proof).Select(record => MirrorView.Of(record, place.Has(record) ? "mirrored" : "missing"))];
        Print.Result(output, weak, MirrorViewJson.Default.IReadOnlyListMirrorView, MirrorTable.Report);
        Console.Error.WriteLine($"{records.Count} files: {records.Count(static record => record.Proof == Proof.Signature)} signed, {records.Count(static record => record.Proof == Proof.Catalog)} by the catalog's digest, "
            + $"{records.Count(static record => record.Proof == Proof.Checksums)} by unsigned checksums, {records.Count(static record => record.Proof == Proof.None)} not verified");
        return ExitCodes.Done;
    }

    private static async Task<int> VerifyAsync(MirrorPlace place, string[] entries, OutputFormat output, CancellationToken cancellationToken)
    {
        var views = new List<MirrorView>();
        foreach (var group in Chosen(place, entries).GroupBy(static record => record.Digest))
        {
            var whole = await place.Artifacts.VerifyAsync(group.Key, cancellationToken);
            // Out of the way, so that no machine gets it and the next run fetches it again.
            var there = place.Artifacts.Exists(group.Key);
            if (!whole) place.Artifacts.Delete(group.Key);
            views.AddRange(group.Select(record => MirrorView.Of(record, whole ? "whole" : there ? "damaged" : "missing")));
        }
        Print.Result(output, (IReadOnlyList<MirrorView>)views, MirrorViewJson.Default.IReadOnlyListMirrorView, MirrorTable.Verify);
        Print.Problems(views.Where(static view => view.State != "whole").Select(static view => new Problem($"{view.Url} is {view.State} here") { Hint = "racklight menu mirror " + string.Join(' ', view.Entries) }));
        return views.All(static view => view.State == "whole") ? ExitCodes.Done : ExitCodes.NotSo;
    }

    private static int Remove(MirrorPlace place, string[] entries)
    {
        if (entries.Length == 0) throw new ProblemException("--remove needs the entries to take out", "racklight menu mirror --report -o json lists them; rm is never by default");
        var (files, bytes) = (0, 0L);
        foreach (var record in Chosen(place, entries))
        {
            var rest = record.Entries.Except(entries, StringComparer.Ordinal).ToArray();
            if (rest.Length > 0)
            {
                place.Index.Write(record with { Entries = rest });
                continue;
            }
            place.Index.Delete(record.Url);
            bytes += place.Release(record.Digest);
            files++;
        }
        Console.WriteLine($"{files} files taken out, {Space.Show(bytes)} are free again");
        return ExitCodes.Done;
    }

    private static IReadOnlyList<MirrorRecord> Chosen(MirrorPlace place, string[] entries)
    {
        var all = place.Index.All();
        if (entries.Length == 0) return all;
        var missing = entries.Where(entry => !all.Any(record => record.Entries.Contains(entry))).ToArray();
        if (missing.Length > 0) throw new ProblemException($"nothing of {string.Join(", ", missing)} is mirrored", $"racklight menu mirror {string.Join(' ', missing)}", ExitCodes.NotSo);
        return [.. all.Where(record => record.Entries.Intersect(entries).Any())];
    }
}
