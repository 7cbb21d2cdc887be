using CsCheck;
using Racklight.App;
using Racklight.Deploys.Rebasing;
using Racklight.Deploys.Rebasing.Review;
using Racklight.Releases;
using Racklight.Tests.Images;
using Racklight.Tests.Releases;
using Racklight.Tests.Secrets.Making;

namespace Racklight.Tests.Deploys.Upgrades;

/// <summary>What a review on the dashboard hands out, in the hands of git and of the command.</summary>
public sealed class RebaseReviewTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-review-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_comparison_tells_both_texts_whatever_they_are()
    {
        var text = Gen.OneOf(((string[])["a\n", "b\n", "c\n", "\n", "a\r\n", "é\n"]).Select(static line => Gen.Const(line)).ToArray()).Array[0, 40].Select(static lines => string.Concat(lines));
        Gen.Select(text, text, Gen.Bool).Sample((before, after, bare) =>
        {
            if (bare) after = after.TrimEnd('\n');
            var (old, fresh) = (LineDiff.Lines(before), LineDiff.Lines(after));
            var lines = LineDiff.Of(old, fresh);
            string.Concat(lines.Where(static line => line.Sign != '+').Select(line => old[line.Before])).ShouldBe(before);
            string.Concat(lines.Where(static line => line.Sign != '-').Select(line => fresh[line.After])).ShouldBe(after);
            lines.Count(static line => line.Sign == ' ').ShouldBe(Common(old, fresh), "in the fewest changes");
            LineDiff.Hunks(lines).Sum(static hunk => hunk.Count(static line => line.Sign != ' ')).ShouldBe(lines.Count(static line => line.Sign != ' '));
        }, iter: 2000);
    }

    [Fact]
    public void Texts_without_a_line_in_common_are_told_within_bounds()
    {
        var (old, fresh) = (LineDiff.Lines(string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"a{i}\n"))), LineDiff.Lines(string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"b{i}\n"))));
        LineDiff.Of(old, fresh).Count.ShouldBe(200_000);
    }

    [Fact]
    public async Task Git_and_patch_apply_the_patches_of_every_hop_byte_for_byte()
    {
        Need.Program("git");
        Need.Program("patch");
        var site = Path.Combine(_directory, "repository/site");
        await ProcessRunner.RequireAsync(new ProcessSpec("git", "init", "-q", Path.Combine(_directory, "repository")));
        foreach (var (from, to) in KollaData.Hops.Where(static hop => hop.From.KollaMajor >= 6))
        {
            var mine = OperatorEdits.Of(from).Text;
            // Line ends of another system, and none at the end.
            if (from.Index % 2 == 0) mine = mine.TrimEnd('\n').Replace("\n# ours", "\r\n# ours", StringComparison.Ordinal);
            var result = GlobalsRebase.Of(KollaData.Text(from, "globals.yml"), mine, KollaData.Text(to, "globals.yml"), from, to).Write(new HashSet<string> { "enable_haproxy" });
            var patch = Write("a.patch", PatchText.Of("kolla of ours/globals.yml", mine, result));
            foreach (var program in new[] { new ProcessSpec("git", "apply", patch), new ProcessSpec("patch", "-s", "--binary", "-p1", "-i", patch) })
            {
                var file = Write("repository/site/kolla of ours/globals.yml", mine);
                await ProcessRunner.RequireAsync(program with { Directory = site });
                (await File.ReadAllTextAsync(file)).ShouldBe(result, $"{program.Program}, {from} > {to}");
            }
        }
        PatchText.Of("x", "a: 1\n", "a: 1\n").ShouldBe("");
    }

    [Fact]
    public void Secrets_are_hidden_in_values_and_lines_and_nothing_else_is()
    {
        const string text = "network_interface: bond0\nrabbitmq_password: hunter2\nkolla_enable_tls_external: yes\nacme_tls_key: \"{{ kolla_certificates_dir }}/haproxy.pem\"\nkeystone_token_provider: fernet\nacme_secret: \"{{ lookup('env', 'X') }}\"\nnested:\n  password: Sesame-open-7\n  user: x\n#old_password: hunter3\nurl: http://u:hunter4@proxy/\nvaulted: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\nlast: 1";
        var hidden = HiddenValues.Of(text);
        hidden.Open.ShouldBe(["rabbitmq_password", "nested", "old_password", "url"], ignoreOrder: true);
        hidden.Show("network_interface").ShouldBe("bond0");
        hidden.Show("keystone_token_provider").ShouldBe("fernet");
        hidden.Show("acme_secret").ShouldBe("\"{{ lookup('env', 'X') }}\"");
        hidden.Show("vaulted").ShouldBe("vaulted");
        hidden.Lines.Count.ShouldBe(LineDiff.Lines(text).Count);
        string.Concat(hidden.Lines).ShouldNotContain("hunter");
        string.Concat(hidden.Lines).ShouldNotContain("Sesame");
        hidden.Lines[^1].ShouldBe("last: 1");
    }

    [Fact]
    public async Task A_review_of_vaulted_values_is_applied_byte_for_byte_and_only_to_what_was_reviewed()
    {
        var (from, to) = (Series.Find("2024.1")!, Series.Find("2025.1")!);
        var password = Write("vault-password", "sesame\n");
        var mine = OperatorEdits.Of(from).Text + (await WholeProgram.RequireAsync("secret", "encrypt-string", "--vault-password-file", password, "--name", "acme_token", "a value that nobody knows")).TrimEnd('\n') + "\n";
        var globals = Write("etc/globals.yml", mine);
        var file = new SiteSettings("etc/globals.yml", await File.ReadAllBytesAsync(globals), mine);
        var old = await KollaSample.ReadAsync(KollaData.Directory(from), CancellationToken.None);
        var fresh = await KollaSample.ReadAsync(KollaData.Directory(to), CancellationToken.None);
        var review = SettingsReview.Of(file, old, fresh, from, to, ["enable_haproxy", "no_such_setting"]);
        review.Open.ShouldBeEmpty();
        review.Text.ShouldContain("$ANSIBLE_VAULT;1.1");
        var choices = review.Choices;
        choices.TakeOut.ShouldBe(["enable_haproxy"]);
        var path = Write("review.yaml", choices.Write(file.Path));
        ReviewFile.Read(path).Write(file.Path).ShouldBe(choices.Write(file.Path));

        string[] command = ["deploy", "rebase", "--config", Path.Combine(_directory, "etc"), "--old-sample", KollaData.Directory(from), "--new-sample", KollaData.Directory(to), "--vault-password-file", password, "--review", path];
        var other = await WholeProgram.RunAsync([.. command.Select(word => word == KollaData.Directory(to) ? KollaData.Directory(Series.Latest) : word), "--to", "2025.1"]);
        other.ExitCode.ShouldBe(1);
        other.Error.ShouldContain("would not become what was reviewed");
        (await File.ReadAllTextAsync(globals)).ShouldBe(mine);
        (await WholeProgram.RunAsync([.. command, "--yes"])).ExitCode.ShouldBe(2);
        await WholeProgram.RequireAsync(command);
        (await File.ReadAllTextAsync(globals)).ShouldBe(review.Text);
        var again = await WholeProgram.RunAsync(command);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain("not the file that was reviewed");
        Should.Throw<ProblemException>(() => ReviewFile.Read(Write("bad.yaml", "from: x\nto: y\nbefore: z\nafter: 0\ntake-away: []\n"))).Problems.Count.ShouldBeGreaterThan(2);
    }

    /// <summary>The length of the longest common subsequence, the slow and certain way.</summary>
    private static int Common(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var row = new int[b.Count + 1];
        foreach (var line in a)
        {
            var corner = 0;
            for (var j = 1; j <= b.Count; j++) (corner, row[j]) = (row[j], line == b[j - 1] ? corner + 1 : Math.Max(row[j], row[j - 1]));
        }
        return row[^1];
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
