using Racklight.App;

namespace Racklight.Tests.Secrets.Making;

/// <summary>The whole program as a process, as a user runs it.</summary>
internal static class WholeProgram
{
    public static Task<ProcessResult> RunAsync(params string[] arguments)
        => ProcessRunner.RunAsync(new ProcessSpec("dotnet", [typeof(CommandTree).Assembly.Location, .. arguments])
        {
            Environment = new Dictionary<string, string?> { ["ANSIBLE_VAULT_PASSWORD_FILE"] = null, ["ANSIBLE_VAULT_IDENTITY_LIST"] = null, ["NO_COLOR"] = "1" },
            Limit = TimeSpan.FromMinutes(10),
        });

    /// <summary>Runs it, and fails with what it said when it does.</summary>
    public static async Task<string> RequireAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        result.ExitCode.ShouldBe(0, result.Error + result.Output);
        return result.Output;
    }
}
