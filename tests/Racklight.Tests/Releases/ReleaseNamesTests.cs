using Racklight.Releases;

namespace Racklight.Tests.Releases;

public sealed class ReleaseNamesTests
{
    [Fact]
    public void The_packed_names_are_those_of_the_samples_in_every_series()
    {
        foreach (var series in Series.All)
        {
            var secrets = Keys(KollaData.Text(series, "passwords.yml"), commented: false);
            ReleaseNames.KollaSecrets.Of(series).ShouldBe(secrets, series.Name);
            ReleaseNames.KollaSettings.Of(series).ShouldBe(Keys(KollaData.Text(series, "globals.yml"), commented: true), series.Name);
            ReleaseNames.KollaVariables.Of(series).ShouldBe([.. File.ReadAllLines(KollaData.File(series, "variables.txt")).Where(static line => line.Length > 0).Distinct().Order(StringComparer.Ordinal)], series.Name);
        }
    }

    [Fact]
    public void Secrets_are_as_many_as_upstream_counts()
        => Series.All.Select(series => ReleaseNames.KollaSecrets.Of(series).Count).ShouldBe([100, 109, 121, 130, 134, 136, 131, 131, 125, 123, 127, 127, 130, 135, 121, 121, 120, 110, 107]);

    [Fact]
    public void Key_pairs_are_as_many_as_upstream_counts()
        => Series.All.Select(series => ReleaseNames.KollaSecrets.Of(series).Count(key => SecretForms.OfKolla(key, series) == SecretForm.SshKey)).ShouldBe([4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 7]);

    [Fact]
    public void The_forms_of_2026_1_are_those_of_genpwd()
    {
        var forms = ReleaseNames.KollaSecrets.Of(Series.Latest).GroupBy(static key => SecretForms.OfKolla(key, Series.Latest)).ToDictionary(static group => group.Key, static group => group.Count());
        forms.ShouldBe(new Dictionary<SecretForm, int> { [SecretForm.SshKey] = 7, [SecretForm.Uuid] = 6, [SecretForm.HmacMd5] = 2, [SecretForm.Fernet] = 1, [SecretForm.BcryptSalt] = 1, [SecretForm.Blank] = 1, [SecretForm.Password] = 89 }, ignoreOrder: true);
    }

    [Fact]
    public void The_forms_of_openstack_ansible_go_by_suffix()
    {
        var forms = ReleaseNames.OsaSecrets.Of(Series.Latest).GroupBy(SecretForms.OfOsa).ToDictionary(static group => group.Key, static group => group.Count());
        forms.ShouldBe(new Dictionary<SecretForm, int> { [SecretForm.ShortHex] = 99, [SecretForm.Hex32] = 16, [SecretForm.Uuid] = 2, [SecretForm.LongHex] = 1 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("queens", "queens")]
    [InlineData("Zed", "zed")]
    [InlineData("stable/2024.1", "2024.1")]
    [InlineData("epoxy", "2025.1")]
    [InlineData("22.1.0", "2026.1")]
    [InlineData("9", "train")]
    public void A_series_is_found_by_its_names(string name, string series) => Series.Find(name)!.Name.ShouldBe(series);

    [Theory]
    [InlineData("")]
    [InlineData("2024.3")]
    [InlineData("99")]
    [InlineData("22x")]
    public void What_is_no_series_is_none(string name) => Series.Find(name).ShouldBeNull();

    [Fact]
    public void A_sample_tells_its_series() => Series.All.Skip(2).ShouldAllBe(series => ReleaseNames.KollaSettings.Guess(Keys(KollaData.Text(series, "globals.yml"), true)) == series || Twins(series));

    /// <summary>Series whose samples have the same keys cannot be told apart.</summary>
    private static bool Twins(Series series) => ReleaseNames.KollaSettings.Guess(ReleaseNames.KollaSettings.Of(series)) is { } guess && ReleaseNames.KollaSettings.Of(guess).SequenceEqual(ReleaseNames.KollaSettings.Of(series));

    private static List<string> Keys(string text, bool commented)
        => [.. text.Split('\n').Select(line => commented ? line.TrimStart('#') == line[(line.StartsWith('#') ? 1 : 0)..] ? line.TrimStart('#') : "" : line).Where(static line => line.Length > 0 && (char.IsAsciiLetterLower(line[0]) || line[0] == '_') && line.Contains(':', StringComparison.Ordinal)).Select(static line => line.Split(':')).Where(static parts => parts[0].All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') && (parts[1].Length == 0 || parts[1][0] == ' ')).Select(static parts => parts[0]).Distinct().Order(StringComparer.Ordinal)];
}
