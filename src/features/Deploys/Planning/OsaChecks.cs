namespace Racklight.Deploys.Planning;

/// <summary>What a plan looks at on the deployment host of openstack-ansible. What is not on this machine is left to a person.</summary>
internal static class OsaChecks
{
    /// <summary>The checks.</summary>
    public static IEnumerable<PlanCheck> Of(PlanOptions options)
    {
        var there = Path.Exists(Path.Combine(options.Checkout, ".git"));
        yield return new PlanCheck("checkout", $"openstack-ansible's repository is in {options.Checkout}", there ? PlanVerdict.Met : PlanVerdict.Confirm) { Found = there ? null : "not on this machine, or not yet", Remedy = "--checkout DIR, or git clone it there" };
        if (!Directory.Exists(options.Config)) yield break;
        if (!File.Exists(Path.Combine(options.Config, "user_secrets.yml")))
            yield return new PlanCheck("secrets", $"The secrets are in {options.Config}/user_secrets.yml", PlanVerdict.NotMet) { Found = "it is not there", Remedy = "--config DIR, or join the secrets in a file of that name: the release's new ones are added to it" };
        if (HasOverrides(options))
            yield return new PlanCheck("overrides", $"What {options.Config}/env.d overrides is still right beside the release's own inventory/env.d", PlanVerdict.Confirm) { Found = string.Join(", ", Overrides(options).Select(Path.GetFileName)), Remedy = "take out what the release has itself" };
    }

    /// <summary>True when the configuration overrides what hosts and containers are made of.</summary>
    public static bool HasOverrides(PlanOptions options) => Overrides(options).Any();

    private static IEnumerable<string> Overrides(PlanOptions options)
    {
        var directory = Path.Combine(options.Config, "env.d");
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.yml").Order(StringComparer.Ordinal) : [];
    }
}
