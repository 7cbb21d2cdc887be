namespace Racklight.Acceptance;

public sealed class BuildTests
{
    [Fact]
    public void Every_feature_has_a_command_or_a_service() => Features.All.ShouldNotBeEmpty();
}
