using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.App.CommandLine;
using Racklight.State;
using Spectre.Console;

namespace Racklight.App.Security;

/// <summary><c>racklight user add|list|remove</c>: who may log in to the dashboard.</summary>
internal static class UserCommands
{
    public static Command Create()
    {
        var database = new AccountDatabase();
        return new Command("user", "Users of the dashboard and the API") { Add(database), List(database), Remove(database) };
    }

    private static Command Add(AccountDatabase database)
    {
        var name = new Argument<string>("NAME") { Description = "Lower-case letters, digits, dots, hyphens" };
        var command = database.On(new Command("add", "Add a user, or give one a new password; it is read from the terminal or standard input") { name })
            .WithExamples("racklight user add ada", "pass show racklight | racklight user add ada");
        command.SetAction(async (parsed, token) =>
        {
            var user = parsed.GetValue(name)!;
            if (!IsName(user)) throw new ProblemException($"'{user}' is no user name", "1 to 64 lower-case letters, digits, dots and hyphens, a letter first");
            var password = PasswordPrompt.Read();
            if (password.Length < PasswordHash.MinimumLength) throw new ProblemException($"the password has {password.Length} characters, which is too few", $"use at least {PasswordHash.MinimumLength}");
            if (password.Length > PasswordHash.MaximumLength) throw new ProblemException($"the password is too long", $"use at most {PasswordHash.MaximumLength} characters");
            await using var opened = await database.OpenAsync(parsed, token);
            var now = TimeProvider.System.GetUtcNow();
            await opened.Accounts.PutUserAsync(new UserAccount(user, PasswordHash.Make(password), now), token);
            await opened.Accounts.AuditAsync(new AuditEntry(now, Environment.UserName, $"set the password of user {user}"), token);
            Console.Error.WriteLine($"user {user} can log in");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List(AccountDatabase database)
    {
        var output = CommonOptions.Output();
        var command = database.On(new Command("list", "List users") { output }).WithExamples("racklight user list", "racklight user list -o json");
        command.SetAction(async (parsed, token) =>
        {
            await using var opened = await database.OpenAsync(parsed, token);
            var users = (await opened.Accounts.UsersAsync(token)).Select(user => new UserLine(user.Name, user.Created)).ToList();
            Print.Result(parsed.GetValue(output), users, AccountJson.Default.ListUserLine, list =>
            {
                var table = Print.Table("name", "created");
                foreach (var user in list) table.AddRow(new Text(user.Name), new Text($"{user.Created:yyyy-MM-dd HH:mm}"));
                return table;
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Remove(AccountDatabase database)
    {
        var name = new Argument<string>("NAME") { Description = "As racklight user list shows it" };
        var command = database.On(new Command("remove", "Remove a user with all of its tokens") { name }).WithExamples("racklight user remove ada");
        command.SetAction(async (parsed, token) =>
        {
            await using var opened = await database.OpenAsync(parsed, token);
            var user = parsed.GetValue(name)!;
            if (!await opened.Accounts.DeleteUserAsync(user, token)) throw new ProblemException($"there is no user {user}", "racklight user list", ExitCodes.NotSo);
            await opened.Accounts.AuditAsync(new AuditEntry(TimeProvider.System.GetUtcNow(), Environment.UserName, $"removed user {user}"), token);
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool IsName(string name)
        => name.Length is > 0 and <= 64 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}

/// <summary>A user as it is printed.</summary>
internal sealed record UserLine(string Name, DateTimeOffset Created);

/// <summary>A token as it is printed.</summary>
internal sealed record TokenLine(string Id, string User, string Description, DateTimeOffset Created, DateTimeOffset? Expires);

/// <summary>A token that was made; the only time that its text is shown.</summary>
internal sealed record NewToken(string Id, string User, string Token, DateTimeOffset? Expires);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<UserLine>))]
[JsonSerializable(typeof(List<TokenLine>))]
[JsonSerializable(typeof(NewToken))]
internal sealed partial class AccountJson : JsonSerializerContext;
