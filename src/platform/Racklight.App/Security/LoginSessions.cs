using System.Security.Cryptography;

namespace Racklight.App.Security;

/// <summary>Who is logged in. Kept in memory: a restart of the server logs everybody out.</summary>
internal sealed class LoginSessions(TimeProvider clock)
{
    private const int Limit = 10_000;
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Login> _logins = new(StringComparer.Ordinal);

    /// <summary>Logs a user in.</summary>
    /// <returns>The cookie's value: 256 random bits.</returns>
    public string Open(string user)
    {
        var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            foreach (var (old, login) in _logins.ToList())
            {
                if (IsOver(login, now)) _logins.Remove(old);
            }
            if (_logins.Count >= Limit) _logins.Remove(_logins.MinBy(pair => pair.Value.Last).Key);
            _logins[id] = new Login(user, RandomNumberGenerator.GetHexString(32, lowercase: true), now) { Last = now };
        }
        return id;
    }

    /// <summary>Who a cookie belongs to, or null.</summary>
    public LoginFeature? Find(string? cookie)
    {
        if (cookie is not { Length: 64 }) return null;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_logins.TryGetValue(cookie, out var login) || IsOver(login, now)) return null;
            login.Last = now;
            return new LoginFeature(login.User, login.CsrfToken);
        }
    }

    /// <summary>Logs out.</summary>
    public void Close(string? cookie)
    {
        if (cookie is null) return;
        lock (_lock) _logins.Remove(cookie);
    }

    private static bool IsOver(Login login, DateTimeOffset now) => now - login.Last > Idle || now - login.Opened > Longest;

    private sealed record Login(string User, string CsrfToken, DateTimeOffset Opened)
    {
        public DateTimeOffset Last { get; set; }
    }
}
