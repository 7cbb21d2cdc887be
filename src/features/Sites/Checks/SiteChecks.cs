namespace Racklight.Sites.Checks;

/// <summary>Looks at one aspect of a site that no single value shows.</summary>
internal interface ISiteCheck
{
    /// <summary>All that is wrong in this aspect. Never throws for what is in the files.</summary>
    IEnumerable<Problem> Check(SiteDraft site);
}

/// <summary>The list of checks; all run, whatever the others found.</summary>
internal static class SiteChecks
{
    public static IReadOnlyList<ISiteCheck> All { get; } =
    [
        new NetworkChecks(),
        new IdentityChecks(),
        new AddressChecks(),
        new BootsChecks(),
        new MenuChecks(),
        new MenuSettingsChecks(),
        new DiskChecks(),
        new TrustChecks(),
        new RefsChecks(),
        new ImageChecks(),
        new PersistChecks(),
        new AnswerNameChecks(),
        new SecretFileChecks(),
        new CloudChecks(),
    ];
}
