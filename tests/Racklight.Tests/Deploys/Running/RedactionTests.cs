using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Racklight.Deploys.Running.Logs;
using Racklight.Deploys.Running.Redaction;

namespace Racklight.Tests.Deploys.Running;

public sealed class RedactionTests
{
    private const string Secret = "Zq7/hunter&Two-\"quoted\"-9fGh";

    [Theory]
    [InlineData("keystone says Zq7/hunter&Two-\"quoted\"-9fGh to all")]
    [InlineData("{\"msg\": \"Zq7/hunter&Two-\\\"quoted\\\"-9fGh\"}")]
    [InlineData("<p>Zq7/hunter&amp;Two-&quot;quoted&quot;-9fGh</p>")]
    [InlineData("http://admin:Zq7%2Fhunter%26Two-%22quoted%22-9fGh@host")]
    public void Each_way_to_print_a_secret_is_hidden(string line)
    {
        var hidden = Hide(line);
        hidden.ShouldContain("[hidden keystone]");
        hidden.ShouldNotContain("hunter");
        hidden.ShouldNotContain("quoted");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ad")]
    [InlineData("admin:")]
    public void Base64_is_found_wherever_in_a_longer_text_the_secret_stands(string before)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + "@host"));
        var hidden = Hide($"auth: {encoded}");
        // What is left are characters that the neighbours have a part in: nothing that decodes to more than a byte of the secret.
        hidden.ShouldContain("[hidden keystone]");
        hidden.Length.ShouldBeLessThan(encoded.Length);
        Enumerable.Range(0, encoded.Length - 8).Select(at => encoded.Substring(at, 8)).Count(hidden.Contains).ShouldBeLessThan(encoded.Length - (Secret.Length * 8 / 6));
    }

    [Fact]
    public void A_secret_that_is_split_over_lines_is_hidden_in_all_of_them()
    {
        string[][] ways =
        [
            ["Zq7/hunt", "er&Two-\"qu", "oted\"-9fGh"],
            ["  - Zq7/hunt", "  - er&Two-\"qu", "  - oted\"-9fGh"],
            ["    \"Zq7/hunt\",", "    \"er&Two-\\\"qu\",", "    \"oted\\\"-9fGh\""],
            ["x Zq7/hunt", "", "er&Two-\"quoted\"-9fGh y"],
            ["{\"stdout\": \"Zq7/hunt\\ner&Two-\\\"quoted\\\"-9fGh\"}"],
        ];
        foreach (var lines in ways)
        {
            var hidden = Hide(string.Join('\n', lines));
            hidden.ShouldNotContain("Zq7");
            hidden.ShouldNotContain("er&Two");
            hidden.ShouldNotContain("9fGh");
        }
    }

    [Fact]
    public void Wherever_a_line_ends_no_piece_of_the_secret_is_left()
        => Gen.Select(Gen.Int[1, Secret.Length - 1], Gen.Int[1, Secret.Length - 1], Gen.String[Gen.Char["░▒▓"], 1, 20]).Sample((one, two, around) =>
        {
            var (first, second) = (Math.Min(one, two), Math.Max(one, two));
            // A line end after a quote or a comma looks like that of a list; what is trimmed there is no longer known to be the secret's.
            if (Secret[first - 1] == '"' || Secret[first] == '"' || Secret[second - 1] == '"' || Secret[second] == '"') return;
            var hidden = Hide($"{around} {Secret[..first]}\n{Secret[first..second]}\n{Secret[second..]} {around}");
            hidden.Replace("[hidden keystone]", "", StringComparison.Ordinal).Replace(around, "", StringComparison.Ordinal).Trim('\n', ' ').Replace("\n", "", StringComparison.Ordinal).ShouldBe("");
        });

    [Fact]
    public void The_last_line_before_a_step_hangs_is_seen()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 5, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(Directory.CreateTempSubdirectory("racklight-log-").FullName, "log");
        using (var log = new StepLog(path, new SecretAutomaton([new KnownSecret("keystone", Secret)]), time, static failed => throw failed))
        {
            log.Error($"cannot reach the host {Secret[..2]}");
            File.ReadAllText(path).ShouldBe("");
            time.Advance(TimeSpan.FromSeconds(1));
            File.ReadAllText(path).ShouldContain("cannot reach the host");
            // It was one, after a pause: no more than its first two characters are known.
            log.Error($"{Secret[2..]} is wrong");
            File.ReadAllText(path).ShouldEndWith(" e [hidden keystone] is wrong\n");
            // Three are held for as long as it takes.
            log.Output($"the password is {Secret[..3]}");
            time.Advance(TimeSpan.FromMinutes(9));
            File.ReadAllText(path).ShouldNotContain(Secret[..3]);
        }
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Lines_come_in_order_with_their_times_and_none_is_lost()
        => Gen.String[Gen.Char["Zq7/ab \"',-"], 0, 12].List[0, 40].Sample(lines =>
        {
            var redactor = new LineRedactor(new SecretAutomaton([new KnownSecret("keystone", Secret)]));
            var start = new DateTimeOffset(2026, 11, 29, 5, 0, 0, TimeSpan.Zero);
            var got = lines.SelectMany((line, i) => redactor.Add(new OutputLine(start.AddSeconds(i), line))).ToList();
            got.AddRange(redactor.Flush());
            got.Select(line => line.Text).ShouldBe(lines);
            got.Select(line => line.At).ShouldBe(lines.Select((_, i) => start.AddSeconds(i)));
        });

    [Fact]
    public void A_key_is_hidden_line_by_line_and_its_frame_is_not()
    {
        var body = string.Join('\n', Enumerable.Range(0, 5).Select(i => new string((char)('A' + i), 40) + i + new string('q', 23)));
        var automaton = new SecretAutomaton([new KnownSecret("octavia", $"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\n")]);
        var hidden = LineRedactor.Hide(automaton, $"-----BEGIN RSA PRIVATE KEY-----\n{body}");
        hidden.ShouldStartWith("-----BEGIN RSA PRIVATE KEY-----\n");
        hidden.ShouldNotContain("qqqq");
        LineRedactor.Hide(automaton, "c: " + body.Split('\n')[3]).ShouldBe("c: [hidden octavia]");
    }

    [Fact]
    public void Short_values_and_what_no_secret_is_stay_readable()
    {
        var automaton = new SecretAutomaton([new KnownSecret("short", "yes"), new KnownSecret("keystone", Secret)]);
        LineRedactor.Hide(automaton, "yes, Zq7/hunter was only the beginning").ShouldBe("yes, Zq7/hunter was only the beginning");
    }

    [Fact]
    public void Terminal_codes_do_not_hide_a_secret_and_do_not_reach_the_log()
    {
        var hidden = Hide("\u001b[31mZq7/hun\u001b[0mter&Two-\"quoted\"-9fGh\u0007 done");
        hidden.ShouldNotContain("ter&Two");
        hidden.Any(c => char.IsControl(c)).ShouldBeFalse();
        hidden.ShouldEndWith("done");
    }

    private static string Hide(string text) => LineRedactor.Hide(new SecretAutomaton([new KnownSecret("keystone", Secret)]), text);
}
