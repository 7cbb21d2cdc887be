using System.CommandLine;
using System.Globalization;
using Racklight.App.CommandLine;
using Racklight.State;
using Spectre.Console;

namespace Racklight.App.Security;

/// <summary><c>racklight token create|list|revoke</c>: what the CLI and scripts log in with.</summary>
internal static class TokenCommands
{
    public static Command Create()
    {
        var database = new AccountDatabase();
        return new Command("token", "Tokens for the CLI and for scripts") { Make(database), List(database), Revoke(database) };
    }

    private static Command Make(AccountDatabase database)
    {
        var user = new Argument<string>("USER") { Description = "Whose token it is" };
        var description = new Option<string>("--description") { Description = "What it is for", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var days = new Option<int>("--days") { Description = "How long it lasts; 0: until revoked", HelpName = "DAYS", DefaultValueFactory = _ => 90 };
        var output = CommonOptions.Output();
        var command = database.On(new Command("create", "Make a token; it is shown once") { user, description, days, output })
            .WithExamples("racklight token create ada --description laptop > ~/.config/racklight/token", "racklight token create ci --days 365 -o json");
        command.SetAction(async (parsed, token) =>
        {
            await using var opened = await database.OpenAsync(parsed, token);
            var owner = parsed.GetValue(user)!;
            if (await opened.Accounts.FindUserAsync(owner, token) is null) throw new ProblemException($"there is no user {owner}", $"racklight user add {owner}", ExitCodes.NotSo);
            var text = parsed.GetValue(description)!;
            var lasts = parsed.GetValue(days);
            if (text.Length > 200 || lasts is < 0 or > 36500) throw new ProblemException("--description has at most 200 characters, and --days is 0 to 36500");
            var now = TimeProvider.System.GetUtcNow();
            var (made, secret) = TokenText.Make(owner, text, now, lasts == 0 ? null : now.AddDays(lasts));
            await opened.Accounts.PutTokenAsync(made, token);
            await opened.Accounts.AuditAsync(new AuditEntry(now, Environment.UserName, $"made token {made.Id} for {owner}"), token);
            Print.Result(parsed.GetValue(output), new NewToken(made.Id, owner, secret, made.Expires), AccountJson.Default.NewToken, value => new Text(value.Token + "\n"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List(AccountDatabase database)
    {
        var output = CommonOptions.Output();
        var command = database.On(new Command("list", "List tokens") { output }).WithExamples("racklight token list");
        command.SetAction(async (parsed, token) =>
        {
            await using var opened = await database.OpenAsync(parsed, token);
            var tokens = (await opened.Accounts.TokensAsync(token)).Select(t => new TokenLine(t.Id, t.User, t.Description, t.Created, t.Expires)).ToList();
            Print.Result(parsed.GetValue(output), tokens, AccountJson.Default.ListTokenLine, list =>
            {
                var table = Print.Table("id", "user", "for", "created", "expires");
                foreach (var t in list) table.AddRow(new Text(t.Id), new Text(t.User), new Text(t.Description), new Text(Day(t.Created)), new Text(t.Expires is { } end ? Day(end) : "never"));
                return table;
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke(AccountDatabase database)
    {
        var id = new Argument<string>("ID") { Description = "As racklight token list shows it" };
        var command = database.On(new Command("revoke", "Revoke a token") { id }).WithExamples("racklight token revoke 0123456789ab");
        command.SetAction(async (parsed, token) =>
        {
            await using var opened = await database.OpenAsync(parsed, token);
            var which = parsed.GetValue(id)!;
            if (!await opened.Accounts.DeleteTokenAsync(which, token)) throw new ProblemException($"there is no token {which}", "racklight token list", ExitCodes.NotSo);
            await opened.Accounts.AuditAsync(new AuditEntry(TimeProvider.System.GetUtcNow(), Environment.UserName, $"revoked token {which}"), token);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
