using Racklight.State.Postgres;

namespace Racklight.Tests.State;

public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData("postgres://rl:s%40cret@db.example:5433/rack", "db.example", 5433, "rl", "s@cret", "rack")]
    [InlineData("postgresql://rl@db/rack", "db", 5432, "rl", null, "rack")]
    [InlineData("postgres://rl:a@b:c@[::1]:5433/rack", "::1", 5433, "rl", "a@b:c", "rack")]
    [InlineData("postgres://%2Frun%2Fpostgresql/rack", "/run/postgresql", 5432, null, null, "rack")]
    [InlineData("postgres:///rack?host=/run/postgresql&user=rl", "/run/postgresql", 5432, "rl", null, "rack")]
    public void A_url_is_taken_apart(string url, string host, int port, string? user, string? password, string database)
    {
        var (connection, description) = PostgresUrl.Parse(url);
        (connection.Host, connection.Port, connection.Username, connection.Password, connection.Database).ShouldBe((host, port, user, password, database));
        if (password is not null) description.ShouldNotContain(password);
    }

    [Theory]
    [InlineData("mysql://u:topsecret@h/d")]
    [InlineData("postgres://u:topsecret@h")]
    [InlineData("postgres://u:topsecret@h:99999/d")]
    [InlineData("postgres://u:topsecret@/d")]
    [InlineData("postgres://u:topsecret@h/d?nonsense=1")]
    public void A_wrong_url_is_refused_without_repeating_its_password(string url)
        => Should.Throw<ProblemException>(() => PostgresUrl.Parse(url)).ToString().ShouldNotContain("topsecret");
}
