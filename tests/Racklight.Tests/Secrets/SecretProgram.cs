using Racklight.App;

namespace Racklight.Tests.Secrets;

/// <summary>A directory with passwords, and <c>racklight secret</c> run in it as a process.</summary>
internal sealed class SecretProgram : IDisposable
{
    public SecretProgram()
    {
        Write("pw", "geheim\n");
        Write("pw2", "anders\n");
        Script("racklight", $"exec dotnet exec {Path.Combine(AppContext.BaseDirectory, "racklight.dll")} \"$@\"");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("rl-secret-").FullName;

    /// <summary>Variables for what is run: no password source of the host's, and this directory's program on PATH.</summary>
    public Dictionary<string, string?> Environment { get; } = new()
    {
        ["ANSIBLE_CONFIG"] = null,
        ["ANSIBLE_VAULT_IDENTITY_LIST"] = null,
        ["ANSIBLE_VAULT_PASSWORD_FILE"] = null,
        ["VISUAL"] = null,
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
    };

    public string At(string name) => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    public string Read(string name) => File.ReadAllText(At(name));

    public string Script(string name, string lines)
    {
        Write(name + ".text", "#!/bin/sh\n" + lines + "\n");
        // By another process: a child that a parallel test forks while we have the file open for writing would keep it from being run (execve(2), ETXTBSY).
        ProcessRunner.RequireAsync(new ProcessSpec("install", "-m", "755", At(name + ".text"), At(name)) { Limit = TimeSpan.FromMinutes(1) }).GetAwaiter().GetResult();
        File.Delete(At(name + ".text"));
        return At(name);
    }

    public ProcessSpec Spec(params string[] arguments)
        => new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "racklight.dll"), "secret", .. arguments]) { Directory = Root, Environment = All(), Limit = TimeSpan.FromMinutes(5) };

    /// <summary><c>racklight secret ARGUMENTS</c>.</summary>
    public Task<ProcessResult> RunAsync(params string[] arguments) => ProcessRunner.RunAsync(Spec(arguments));

    /// <summary>The same, with the first password.</summary>
    public Task<ProcessResult> WithPasswordAsync(params string[] arguments) => RunAsync([.. arguments, "--vault-password-file", "pw"]);

    public Task<ProcessResult> RunAsync(string program, string[] arguments, string? input = null)
        => ProcessRunner.RunAsync(new ProcessSpec(program, arguments) { Directory = Root, Environment = All(), Input = input, Limit = TimeSpan.FromMinutes(5) });

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private Dictionary<string, string?> All() => new(Environment) { ["HOME"] = Root, ["PATH"] = Root + ":" + System.Environment.GetEnvironmentVariable("PATH") };
}
