using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.Trust.Keys;
using Spectre.Console;

namespace Racklight.Trust.Commands;

/// <summary>What a certificate says.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Subject">Whom it names.</param>
/// <param name="Until">The last day it is valid.</param>
/// <param name="Sha256">Its fingerprint.</param>
/// <param name="File">Where it lies.</param>
internal sealed record CertificateLine(string Use, string Subject, string Until, string Sha256, string File);

/// <summary><c>racklight trust init|show|export-ca</c>.</summary>
internal static class TrustCommands
{
    public static Command Create() => new("trust", "The site's own keys: signatures that loaders can check, and HTTPS.") { Init(), Show(), ExportCa() };

    private static Command Init()
    {
        var site = new Option<string>("--name") { Description = "The site's name, as it stands in the certificates", HelpName = "NAME", DefaultValueFactory = _ => "racklight" };
        var state = State();
        var output = CommonOptions.Output();
        var command = new Command("init", "Make the site's authority and its code-signing certificate.") { site, state, output }
            .WithExamples("racklight trust init --name hypervisors", "racklight trust init --state /var/lib/racklight");
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(site)!;
            if (name.Length is 0 or > 40 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')) throw new ProblemException($"--name {name}: want 1 to 40 letters, digits, '-', '.' and '_'");
            var files = Files(parsed.GetValue(state));
            using var keys = TrustKeys.Make(files, name, TimeProvider.System.GetUtcNow());
            Print.Result(parsed.GetValue(output), Lines(keys, files), TrustJson.Default.IReadOnlyListCertificateLine, Table);
            Console.Error.WriteLine($"Back up {files.Directory} and keep the copy offline: a lost authority means building every loader anew that has it inside.");
            Console.Error.WriteLine($"{files.CaKey} is needed for HTTPS only; without --https-port it may be kept elsewhere.");
            Console.Error.WriteLine("A running server signs from its next start on.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var state = State();
        var output = CommonOptions.Output();
        var command = new Command("show", "Print the site's certificates.") { state, output }.WithExamples("racklight trust show", "racklight trust show -o json");
        command.SetAction(parsed =>
        {
            var files = Files(parsed.GetValue(state));
            using var keys = TrustKeys.Read(files);
            Print.Result(parsed.GetValue(output), Lines(keys, files), TrustJson.Default.IReadOnlyListCertificateLine, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command ExportCa()
    {
        var der = new Option<bool>("--der") { Description = "Binary (DER) instead of PEM" };
        var state = State();
        var command = new Command("export-ca", "Write the authority's certificate to standard output.") { der, state }
            .WithExamples("racklight trust export-ca > ca.crt", "racklight trust export-ca --der > ca.der");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var keys = TrustKeys.Read(Files(parsed.GetValue(state)));
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(parsed.GetValue(der) ? keys.Ca.RawData : Authority.Pem(keys.Ca), cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string> State() => new("--state") { Description = "The server's state directory (RACKLIGHT_STATE)", HelpName = "DIR" };

    private static TrustFiles Files(string? state) => new(Path.GetFullPath(state is { Length: > 0 } ? state : StateDirectory.Default));

    private static IReadOnlyList<CertificateLine> Lines(TrustKeys keys, TrustFiles files) => [Line("authority", keys.Ca, files.Ca), Line("code signing", keys.Signer, files.Signer)];

    private static CertificateLine Line(string use, X509Certificate2 certificate, string file) => new(
        use,
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
        certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
        file);

    private static Table Table(IReadOnlyList<CertificateLine> lines)
    {
        var table = Print.Table("use", "subject", "until", "sha256", "file");
        foreach (var line in lines) table.AddRow(new Text(line.Use), new Text(line.Subject), new Text(line.Until), new Text(line.Sha256), new Text(line.File));
        return table;
    }
}

/// <summary>Source-generated JSON of this room's results.</summary>
[JsonSerializable(typeof(IReadOnlyList<CertificateLine>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
internal sealed partial class TrustJson : JsonSerializerContext;
