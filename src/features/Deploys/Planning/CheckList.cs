using Racklight.Deploys.Planning.Knowledge;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Planning;

/// <summary>Answers a release's checks from a cloud's settings where they tell, and leaves the rest to a person.</summary>
internal static class CheckList
{
    /// <summary>The checks of a release that concern this cloud.</summary>
    public static IEnumerable<PlanCheck> Of(ReleaseFacts facts, CloudSettings? settings)
    {
        foreach (var fact in facts.Checks)
        {
            if (fact.When is { } when && settings?[when]?.IsFalse == true) continue;
            var check = new PlanCheck(fact.Id, fact.Text, PlanVerdict.Confirm) { Remedy = fact.Remedy, Source = facts.Source, Lasting = fact.Lasting };
            yield return fact.Setting is { } setting && settings is not null ? Look(check, fact, setting, settings) : check;
        }
    }

    private static PlanCheck Look(PlanCheck check, CheckFact fact, string setting, CloudSettings settings)
    {
        var wanted = fact.Wanted?.Split('|') ?? [];
        if (settings[setting] is not { } meaning)
        {
            var met = wanted.Contains("absent");
            // Not set, and that is not known to be right: the default decides, which a check of that kind must not guess.
            return check with { Verdict = met ? PlanVerdict.Met : wanted.Contains("set") ? PlanVerdict.NotMet : PlanVerdict.Confirm, Found = $"{setting} is not set in {settings.Source}" };
        }
        var right = wanted.Contains("set") || wanted.Any(word => word is not "absent" && YamlMeaning.Of(word) == meaning);
        // What is worked out by Ansible cannot be told here.
        if (!right && meaning.Canonical.Contains("{{", StringComparison.Ordinal)) return check with { Found = $"{setting} is a template: {Shown(meaning)}" };
        return check with { Verdict = right ? PlanVerdict.Met : PlanVerdict.NotMet, Found = $"{setting}: {Shown(meaning)} in {settings.Source}" };
    }

    private static string Shown(YamlMeaning meaning) => meaning.Canonical.Length <= 60 ? meaning.Canonical.Trim('\'') : meaning.Canonical[..57] + "...";
}
