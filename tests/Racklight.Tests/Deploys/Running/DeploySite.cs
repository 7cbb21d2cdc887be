using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Racklight.App;
using Racklight.Deploys.Running;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.State;
using Racklight.Tests.Images;

namespace Racklight.Tests.Deploys.Running;

/// <summary>A cloud's configuration in git with a real vault, stand-ins for its tools, a state directory, and the real program.</summary>
internal sealed partial class DeploySite : IDisposable
{
    public const string Secret = "Zq7/hunter&Two-\"quoted\"-9fGh";
    public const string KeyLine = "MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9OiWyDiUOI8v2eZ8yG0rXKcQ1lVq";
    public const string VaultPassword = "correct-horse-battery";
    private const int Kill = 9;
    private readonly List<ProcessIdentity> _started = [];

    public DeploySite()
    {
        Need.Program("ansible-playbook");
        Need.Program("git");
        Root = Directory.CreateTempSubdirectory("racklight-deploy-").FullName;
        foreach (var name in new[] { "config", "state", "gates", "home" }) Directory.CreateDirectory(In(name));
        File.WriteAllText(In("config/multinode"), "[control]\nlocalhost\n");
        File.WriteAllText(In("config/globals.yml"), "enable_keystone: \"yes\"\n");
        File.WriteAllText(In("password"), VaultPassword + "\n");
        WriteVault("passwords.yml", $"keystone_admin_password: '{Secret}'\noctavia_client_key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  {KeyLine}\n  -----END RSA PRIVATE KEY-----\nrabbitmq_password: kWq83-another-one\n");
        File.Copy(In("config/passwords.yml"), In("config/user_secrets.yml"));
        Git("init", "-q", "-b", "main");
        Commit("first");
    }

    public string Root { get; }

    public string State => In("state");

    public string Log => File.Exists(In("standin.log")) ? File.ReadAllText(In("standin.log")) : "";

    /// <summary>How often each action was begun.</summary>
    public IReadOnlyDictionary<string, int> Begun => Log.Split('\n').Where(line => line.StartsWith("begin ", StringComparison.Ordinal)).GroupBy(line => line[6..]).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>The only run there is, or the newest.</summary>
    public RunDirectory Run => RunDirectory.All(State).Last();

    public RunProgress Progress => RunProgress.Read(Run);

    public string In(string path) => Path.Combine(Root, path);

    public void Hold(string action) => File.WriteAllText(In("gates/hold-" + action), "");

    public void LetGo(string action)
    {
        File.Delete(In("gates/hold-" + action));
        File.Delete(In("gates/reached-" + action));
    }

    /// <summary>Waits until the playbook stands in an action that is held.</summary>
    public Task ReachedAsync(string action) => UntilAsync(() => File.Exists(In("gates/reached-" + action)), $"{action} was never reached; the stand-ins say:\n{Log}");

    public static async Task UntilAsync(Func<bool> isSo, string otherwise)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (!isSo())
        {
            if (limit.IsCancellationRequested) Assert.Fail(otherwise);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The program with this site's state and the stand-ins on its path.</summary>
    public ProcessSpec Spec(params string[] arguments) => new("env", ["--default-signal=INT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "racklight.dll"), "deploy", .. arguments])
    {
        Directory = Root,
        Limit = TimeSpan.FromMinutes(8),
        Environment = new Dictionary<string, string?>
        {
            ["PATH"] = In("bin") + ":" + Path.Combine(AppContext.BaseDirectory, "Deploys/Running/StandIns") + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["STANDIN_LOG"] = In("standin.log"),
            ["STANDIN_GATES"] = In("gates"),
            ["STANDIN_INVENTORY"] = In("inventory.ini"),
            ["STANDIN_COLLECTION"] = In("collection"),
            ["RACKLIGHT_STATE"] = State,
            ["HOME"] = In("home"),
            ["ANSIBLE_REMOTE_TMP"] = In("home/remote"),
            ["GITLAB_USER_LOGIN"] = "olga",
            ["ANSIBLE_VAULT_PASSWORD_FILE"] = null,
        },
    };

    /// <summary>A kolla run of these actions.</summary>
    public string[] Kolla(params string[] arguments) => ["run", "--tool", "kolla", "--cloud", "prod", "--release", "2025.1", "--config", In("config"), "--vault-password-file", In("password"), "--grace", "20s", .. arguments];

    public Task<ProcessResult> RunAsync(params string[] arguments) => ProcessRunner.RunAsync(Spec(arguments), TestContext.Current.CancellationToken);

    /// <summary>Starts it and goes on; its output is read away. The caller disposes it.</summary>
    public Process Start(params string[] arguments)
    {
        var process = ProcessRunner.Start(Spec(arguments));
        process.StandardInput.Close();
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        if (ProcessIdentity.Of(process.Id) is { } started) _started.Add(started);
        return process;
    }

    /// <summary>An executable of this site's own, found before all others.</summary>
    public void Program(string path, string lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path) + ".text", "#!/bin/sh\n" + lines + "\n");
        // By another process: a child that a parallel test forks while we have the file open for writing would keep it from being run (execve(2), ETXTBSY).
        using var install = Process.Start("install", ["-m", "755", In(path) + ".text", In(path)]);
        install.WaitForExit();
    }

    /// <summary>Kills the runner of the newest run at once, as the kernel does when memory is short.</summary>
    public async Task KillRunnerAsync()
    {
        var runner = Progress.Runner;
        Signal(runner.Pid, Kill);
        await UntilAsync(() => !runner.IsAlive, "the runner outlived SIGKILL");
    }

    public static void Signal(int pid, int signal) => Send(pid, signal).ShouldBe(0);

    public async Task<IDatabase> OpenAsync() => await Databases.OpenAsync(null, State, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TestContext.Current.CancellationToken);

    public void WriteVault(string name, string text)
    {
        using var process = Process.Start(new ProcessStartInfo("ansible-vault", ["encrypt", "--vault-password-file", In("password"), "--output", In("config/" + name)]) { RedirectStandardInput = true, RedirectStandardError = true, Environment = { ["HOME"] = In("home") } })!;
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, said);
    }

    public void Commit(string message)
    {
        Git("add", "-A");
        Git("-c", "user.name=Olga", "-c", "user.email=olga@example.net", "commit", "-q", "-m", message);
    }

    public string Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", In("config"), .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output.Trim();
    }

    /// <summary>Every spelling in which the secrets of this site could leak.</summary>
    public static IEnumerable<byte[]> Forbidden()
    {
        foreach (var secret in new[] { Secret, KeyLine, VaultPassword })
        {
            foreach (var form in Racklight.Deploys.Running.Redaction.SecretForms.Of(secret)) yield return Encoding.UTF8.GetBytes(form);
        }
    }

    public void Dispose()
    {
        foreach (var process in _started.Where(process => process.IsAlive)) _ = Send(process.Pid, Kill);
        foreach (var run in RunDirectory.All(State).Where(run => File.Exists(run.SpecFile)))
        {
            var runner = RunProgress.Read(run).Runner;
            if (runner.IsAlive) _ = Send(runner.Pid, Kill);
        }
        Directory.Delete(Root, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
