using System.CommandLine;
using System.Net.Sockets;
using Racklight.App;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab console</c>: what a machine's serial line said and says; what is typed goes there.</summary>
internal static class ConsoleCommand
{
    private const byte Escape = 0x1D; // Ctrl-]

    public static Command Create()
    {
        var machine = LabArguments.Machine();
        var command = new Command("console", "Watch a machine's serial console and type into it; Ctrl-] leaves.") { machine }.WithExamples("racklight lab console n1");
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(machine)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, CancellationToken cancellationToken)
    {
        var (_, machine) = LabRegistry.FindMachine(name);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(machine.ConsoleSocket), cancellationToken);
        }
        catch (SocketException e)
        {
            throw new ProblemException($"the console of {machine.Name} cannot be reached: {e.Message}", $"less {machine.ConsoleLog}", ExitCodes.Outside, e);
        }
        await using var stream = new NetworkStream(socket);
        await using var output = Console.OpenStandardOutput();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Console.IsInputRedirected) _ = TypeAsync(stream, leaving, raw: false);
        else
        {
            await using var terminal = await RawTerminal.EnterAsync();
            _ = TypeAsync(stream, leaving, raw: true);
            await ShowAsync(stream, output, leaving.Token);
            return ExitCodes.Done;
        }
        await ShowAsync(stream, output, leaving.Token);
        return ExitCodes.Done;
    }

    private static async Task ShowAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Ctrl-], Ctrl-C, or the lab went down.
        }
    }

    private static async Task TypeAsync(Stream to, CancellationTokenSource leaving, bool raw)
    {
        // A thread of its own: reading a terminal cannot be cancelled.
        await Task.Run(async () =>
        {
            using var input = Console.OpenStandardInput();
            var keys = new byte[256];
            try
            {
                while (await input.ReadAsync(keys) is var count and > 0)
                {
                    if (raw && keys.AsSpan(0, count).Contains(Escape)) break;
                    await to.WriteAsync(keys.AsMemory(0, count));
                }
                if (raw) await leaving.CancelAsync();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The console is closed.
            }
        });
    }

    /// <summary>Keys go through one by one, unseen and unexplained, until disposed.</summary>
    private sealed class RawTerminal(string before) : IAsyncDisposable
    {
        public static async Task<RawTerminal> EnterAsync()
        {
            // On /dev/tty, since the process runner gives programs pipes.
            var before = await ProcessRunner.RequireAsync(new ProcessSpec("stty", "-F", "/dev/tty", "-g"));
            await ProcessRunner.RequireAsync(new ProcessSpec("stty", "-F", "/dev/tty", "raw", "-echo"));
            return new RawTerminal(before.Trim());
        }

        public async ValueTask DisposeAsync() => await ProcessRunner.RunAsync(new ProcessSpec("stty", "-F", "/dev/tty", before));
    }
}
