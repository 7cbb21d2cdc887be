using System.Diagnostics;
using System.Text.Json;
using Racklight.App;
using Racklight.Tests.Images;

namespace Racklight.Tests.Mirrors;

/// <summary>The whole program: <c>racklight menu mirror</c> as a process.</summary>
public sealed class MirrorCommandTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rl-menu-mirror-").FullName;
    private readonly byte[] _content = MirrorBench.Bytes(4_000_000);
    private MirrorServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await MirrorServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Mirror_report_export_import_verify_and_remove()
    {
        _server.File("/vmlinuz", _content);
        _server.File("/tool", MirrorBench.Bytes(1000, 2));
        var list = await ListAsync($"  - {{ entry: debian-12, role: kernel, url: {_server.At("/vmlinuz")}, sha256: {Digest.Of(_content)} }}\n  - {{ entry: tool, role: iso, url: {_server.At("/tool")} }}\n");
        var mirrored = await RunAsync("a", "--list", list, "-o", "json");
        mirrored.ExitCode.ShouldBe(0, mirrored.Error);
        mirrored.Error.ShouldBe("");
        JsonDocument.Parse(mirrored.Output).RootElement.EnumerateArray().Select(static file => file.GetProperty("state").GetString()).ShouldBe(["fetched", "fetched"]);

        var report = await RunAsync("a", "--report");
        report.Output.ShouldContain("tool");
        report.Output.ShouldNotContain("debian-12");
        report.Error.ShouldContain("2 files: 0 signed, 1 by the catalog's digest, 0 by unsigned checksums, 1 not verified");

        var tar = Path.Combine(_directory, "rack.tar");
        (await RunAsync("a", "--export", tar)).ExitCode.ShouldBe(0);
        (await RunAsync("b", "--import", tar)).ExitCode.ShouldBe(0);
        (await RunAsync("b", "--verify")).ExitCode.ShouldBe(0);
        var file = Directory.EnumerateFiles(Path.Combine(_directory, "b", "artifacts"), "*", SearchOption.AllDirectories).First(path => new FileInfo(path).Length == 1000);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(file, MirrorBench.Bytes(1000, 3));
        var damaged = await RunAsync("b", "--verify");
        damaged.ExitCode.ShouldBe(1);
        damaged.Error.ShouldContain("/tool is damaged here");
        (await RunAsync("b", "--remove", "debian-12", "tool")).Output.ShouldContain("2 files taken out, 4 MB are free again");
        Directory.EnumerateFiles(Path.Combine(_directory, "b", "artifacts"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_cannot_be_had_is_named_and_the_exit_code_is_3()
    {
        _server.File("/good", _content);
        var list = await ListAsync($"  - {{ entry: a, url: {_server.At("/missing")} }}\n  - {{ entry: b, url: {_server.At("/good")} }}\n");
        var result = await RunAsync("a", "--list", list);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("a file: ");
        result.Error.ShouldContain("/missing answers 404");
        result.Output.ShouldContain("fetched");
    }

    [Fact]
    public async Task A_faulty_list_is_told_with_its_lines()
    {
        var list = await ListAsync("  - { entry: a, url: 'ftp://x/y' }\n  - { entry: B!, url: 'http://x/y', sha265: 0 }\n");
        var result = await RunAsync("a", "--list", list);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(":2:");
        result.Error.ShouldContain("sha265");
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_where_it_was()
    {
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.On("/big", async http =>
        {
            if (http.Request.Headers.Range.Count > 0 || http.Request.Method == "HEAD")
            {
                await MirrorServer.SendAsync(http, _content);
                return;
            }
            http.Response.Headers.ETag = "\"v1\"";
            http.Response.ContentLength = _content.Length;
            await http.Response.Body.WriteAsync(_content.AsMemory(0, 3_000_000));
            await http.Response.Body.FlushAsync();
            half.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var list = await ListAsync($"  - {{ entry: a, url: {_server.At("/big")} }}\n");
        using (var process = ProcessRunner.Start(Spec("a", "--list", list)))
        {
            await half.Task.WaitAsync(TimeSpan.FromMinutes(2));
            var parts = Path.Combine(_directory, "a", "mirror", "parts");
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (!Directory.EnumerateFiles(parts, "*.part").Any(static part => new FileInfo(part).Length >= 1_000_000)) await Task.Delay(20, limit.Token);
            process.Kill();
            await process.WaitForExitAsync();
        }
        Directory.Exists(Path.Combine(_directory, "a", "mirror", "index")).ShouldBeTrue();
        Directory.EnumerateFiles(Path.Combine(_directory, "a", "mirror", "index")).ShouldBeEmpty();
        var resumed = await RunAsync("a", "--list", list, "-o", "json");
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Output.ShouldContain(Digest.Of(_content).Hex);
        _server.Requests.Last().Range.ShouldStartWith("bytes=");
        Directory.EnumerateFiles(Path.Combine(_directory, "a", "mirror", "parts")).ShouldBeEmpty();
    }

    [Fact]
    public async Task From_nginx_with_its_own_checksum_file()
    {
        Need.Program("nginx");
        var root = Path.Combine(_directory, "www");
        Directory.CreateDirectory(root);
        await File.WriteAllBytesAsync(Path.Combine(root, "disk.iso"), _content);
        await File.WriteAllTextAsync(Path.Combine(root, "SHA256SUMS"), $"{Digest.Of(_content)}  disk.iso\n");
        var port = FreePort();
        var conf = Path.Combine(_directory, "nginx.conf");
        await File.WriteAllTextAsync(conf, $"""
            daemon off; master_process off; pid {_directory}/nginx.pid; error_log stderr;
            events {'{'} {'}'}
            http {'{'} access_log off; client_body_temp_path {_directory}; proxy_temp_path {_directory}; fastcgi_temp_path {_directory}; uwsgi_temp_path {_directory}; scgi_temp_path {_directory};
              server {'{'} listen 127.0.0.1:{port}; root {root}; {'}'} {'}'}
            """);
        using var nginx = ProcessRunner.Start(new ProcessSpec("nginx", ["-c", conf, "-p", _directory, "-e", "stderr"]));
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (!await ListensAsync(port)) await Task.Delay(50, limit.Token);
            var list = await ListAsync($"  - {{ entry: a, url: 'http://127.0.0.1:{port}/disk.iso', checksums: ['http://127.0.0.1:{port}/SHA256SUMS'] }}\n");
            var result = await RunAsync("a", "--list", list, "-o", "json");
            result.ExitCode.ShouldBe(0, result.Error);
            result.Output.ShouldContain("\"proof\": \"checksums\"");
            (await RunAsync("a", "--list", list, "-o", "json")).Output.ShouldContain("\"state\": \"kept\"");
        }
        finally
        {
            nginx.Kill();
            await nginx.WaitForExitAsync();
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> ListAsync(string files)
    {
        var path = Path.Combine(_directory, "list.yaml");
        await File.WriteAllTextAsync(path, "files:\n" + files);
        return path;
    }

    private ProcessSpec Spec(string state, params IReadOnlyList<string> arguments)
        => new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "racklight.dll"), "menu", "mirror", .. arguments, "--state", Path.Combine(_directory, state)]);

    private Task<ProcessResult> RunAsync(string state, params IReadOnlyList<string> arguments) => ProcessRunner.RunAsync(Spec(state, arguments) with { Limit = TimeSpan.FromMinutes(5) });
}
