using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Racklight.App;

namespace Racklight.Acceptance.Boots;

/// <summary>
/// Debian's own installer, from its package and without internet: chosen in the menu, with the built-in preseed of its boot session. It asks for
/// language, keyboard and network before it asks the package mirror for anything; so a request for the release file proves that those were answered.
/// </summary>
[Collection(BootCollection.Name)]
[Trait("Boot", "menu")]
public sealed partial class DebianInstallerTests
{
    private const string Package = "/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/";
    private const string Images = "/images/netboot/debian-installer/amd64/";
    private const int MirrorPort = 8092;

    // The text front end writes "Prompt:" for every question.
    private const string Entry = """
        section: site
        values: { images: "http://UPSTREAM/images" }
        arguments: [console=ttyS0, DEBIAN_FRONTEND=text]

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 20 * 60 * 1000)]
    public async Task It_boots_from_the_menu_reads_its_preseed_and_comes_to_its_mirror_without_a_question()
    {
        Needs.Host(Package + "linux", Package + "initrd.gz");
        var sums = await SumsAsync();
        try
        {
            await using var rack = await MenuRack.StartAsync(new MenuBoot("debian-12", Entry, new Dictionary<string, string>
            {
                [Images + "linux"] = Package + "linux", [Images + "initrd.gz"] = Package + "initrd.gz", ["/images/SHA256SUMS"] = sums,
            })
            {
                MemoryMiB = 1024,
                // The package mirror is another server, which the machine reaches through ours.
                Site = $$"""cache: { size: 100M, hosts: ["127.0.0.1:{{MirrorPort}}"] }""",
                Node = $$"""
                    answers: { preseed.cfg: { format: preseed } }
                    values: { mirror: "10.20.0.1:8080", mirror_directory: "/cache/http/127.0.0.1:{{MirrorPort}}/debian" }
                    """,
            }, Token);
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var mirror = NetworkNamespace.Run(rack.Rack.Namespace, () => new ScriptServer(new IPEndPoint(IPAddress.Loopback, MirrorPort), path =>
            {
                if (path == "/debian/dists/bookworm/Release") asked.TrySetResult();
                return null;
            }));
            await rack.Machine.PowerOnAsync(Token);
            await rack.ChooseAsync(Token);
            await rack.GuardAsync(Task.WhenAny(asked.Task, QuestionAsync(rack)), Token);
            var console = await File.ReadAllTextAsync(rack.Machine.ConsoleLog, Token);
            console.ShouldNotContain("Prompt:", Case.Sensitive, "it asked a question before it came to the mirror");
            asked.Task.IsCompletedSuccessfully.ShouldBeTrue();
            var boot = await rack.TimelineAsync(Token);
            boot.Events.ShouldContain(e => e.Message.StartsWith("preseed.cfg handed out (preseed", StringComparison.Ordinal));
            rack.Passed();
        }
        finally
        {
            File.Delete(sums);
        }
    }

    private static async Task QuestionAsync(MenuRack rack) => await rack.Machine.WaitForLineAsync(Question(), 0, Token);

    /// <summary>Upstream's list of digests, which the recipe checks both files by.</summary>
    private static async Task<string> SumsAsync()
    {
        var text = new StringBuilder();
        foreach (var name in (string[])["linux", "initrd.gz"])
        {
            await using var file = File.OpenRead(Package + name);
            text.Append(Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, Token))).Append("  ./netboot/debian-installer/amd64/").Append(name).Append('\n');
        }
        var sums = Path.GetTempFileName();
        await File.WriteAllTextAsync(sums, text.ToString(), Token);
        return sums;
    }

    [GeneratedRegex("Prompt:")]
    private static partial Regex Question();
}
