using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Nodes.Adding;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node import</c>: many nodes at once, from a table or from YAML.</summary>
internal static class ImportCommand
{
    private const int Limit = 8 << 20;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A table (.csv, with a first line of column names) or YAML (.yaml); - reads standard input" };
        var format = new Option<string?>("--format") { Description = "csv or yaml, where the file's name does not tell", HelpName = "csv|yaml" };
        format.AcceptOnlyFromAmong("csv", "yaml");
        var site = new SiteOption();
        var command = site.On(new Command("import", "Add many nodes to the site from a table or YAML: all or none, checked before they are kept") { file, format }).WithExamples(
            "racklight node import rack1.csv --dry-run",
            "racklight node import rack1.csv        # name,mac,uuid,serial,address,group,boots in any order",
            "racklight node import nodes.yaml       # r1n2: { mac: 52:54:00:20:00:02, group: compute }");
        command.SetAction(async (parsed, token) =>
        {
            var path = parsed.GetValue(file)!;
            var isYaml = parsed.GetValue(format) is { } said ? said == "yaml" : path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
            var text = await ReadAsync(path, token);
            var read = await site.ReadAsync(parsed, token);
            return site.Add(parsed, read, isYaml ? ImportReader.Yaml(path, text) : ImportReader.Csv(path, text));
        });
        return command;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read);
            var buffer = new MemoryStream();
            var chunk = new byte[65536];
            int count;
            while ((count = await stream.ReadAsync(chunk, cancellationToken)) > 0)
            {
                buffer.Write(chunk, 0, count);
                if (buffer.Length > Limit) throw new ProblemException($"{path} is larger than {Limit >> 20} MiB", "split it");
            }
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(buffer.GetBuffer(), 0, (int)buffer.Length).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProblemException($"there is no file {path}", null, ExitCodes.Usage, e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ProblemException($"{path} is not UTF-8", "save it as UTF-8", ExitCodes.Usage, e);
        }
    }
}
