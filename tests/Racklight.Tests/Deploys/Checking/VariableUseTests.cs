using Racklight.Deploys.Checking.Variables;

namespace Racklight.Tests.Deploys.Checking;

public sealed class VariableUseTests
{
    [Theory]
    [InlineData("password = {{ own_secret }}", "own_secret")]
    [InlineData("{% if own_flag | bool and not other.flag %}x{% endif %}", "own_flag", "other")]
    [InlineData("a: \"{{ hostvars[one]['two'] }}\" {{ three }}", "one", "two", "three")]
    [InlineData("{{ open\nnext }}", "open")]
    [InlineData("{{", new string[0])]
    [InlineData("{ a: b } {# comment #} {", new string[0])]
    [InlineData("own_secret: x", new string[0])]
    public void Names_within_braces_are_used(string text, params string[] names)
        => VariableUse.In([text]).Except(["if", "bool", "and", "not", "flag", "endif", "hostvars"]).ShouldBe(names, ignoreOrder: true);
}
