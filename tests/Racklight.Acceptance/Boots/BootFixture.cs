namespace Racklight.Acceptance.Boots;

/// <summary>Boots never run beside each other: two emulated machines on two processors time out where one does not.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BootCollection : ICollectionFixture<BootFixture>
{
    public const string Name = "boots";
}

/// <summary>The state directory that all boots share, with the image in it: built once, and kept between runs.</summary>
public sealed class BootFixture : IDisposable
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private bool _built;

    /// <summary><c>RACKLIGHT_TEST_STATE</c>, else a directory that later runs find again.</summary>
    public string State { get; } = Environment.GetEnvironmentVariable("RACKLIGHT_TEST_STATE") is { Length: > 0 } state ? state : "/var/tmp/racklight-acceptance";

    public void Dispose() => _building.Dispose();

    internal async Task EnsureImageAsync(TestSite site, CancellationToken cancellationToken)
    {
        await _building.WaitAsync(cancellationToken);
        try
        {
            if (_built) return;
            Directory.CreateDirectory(State);
            var result = await RacklightProgram.RunAsync(cancellationToken, "image", "build", TestSite.Image, "--site", site.Directory, "--state", State);
            result.ExitCode.ShouldBe(0, result.Error + result.Output);
            _built = true;
        }
        finally
        {
            _building.Release();
        }
    }
}
