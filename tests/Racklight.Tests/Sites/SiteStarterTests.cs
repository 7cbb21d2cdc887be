using Racklight.Sites;

namespace Racklight.Tests.Sites;

public sealed class SiteStarterTests
{
    [Fact]
    public async Task A_new_site_is_good_and_is_not_written_over()
    {
        using var place = new TemporarySite();
        var root = Path.Combine(place.Root, "My Lab");
        await SiteStarter.WriteAsync(root, TestContext.Current.CancellationToken);
        var reading = SiteReader.Read(root);
        reading.Problems.ShouldBeEmpty();
        reading.Require().File.Name.ShouldBe("my-lab");
        await Should.ThrowAsync<ProblemException>(() => SiteStarter.WriteAsync(root, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_schema_describes_every_key_and_refuses_unknown_ones()
    {
        foreach (var schema in SiteSchemas.All)
        {
            var exported = schema.Export();
            exported["additionalProperties"]!.GetValue<bool>().ShouldBeFalse(schema.Name);
            foreach (var (name, property) in exported["properties"]!.AsObject()) property!["description"].ShouldNotBeNull($"{schema.Name}: {name}");
            exported.ToJsonString().ShouldNotContain("$ref");
        }
    }
}
