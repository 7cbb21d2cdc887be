using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Racklight.NetBoot.Tftp;

namespace Racklight.Tests.NetBoot.Tftp;

/// <summary>A running server on a free loopback port, its directory, and what it told its observer.</summary>
internal sealed class TftpFixture : ITftpObserver, IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-tftp-");
    private readonly Channel<TftpRefusal> _refusals = Channel.CreateUnbounded<TftpRefusal>();
    private readonly Channel<(TftpTransferInfo Info, TftpTransferCounts Counts, TftpAbort? Abort)> _ends = Channel.CreateUnbounded<(TftpTransferInfo, TftpTransferCounts, TftpAbort?)>();
    private TftpServer? _server;

    public TftpDirectoryFiles Files { get; private set; } = null!;

    public string Root => _directory.FullName;

    public IPEndPoint EndPoint => _server!.EndPoints[0];

    public ConcurrentQueue<TftpTransferInfo> Requests { get; } = new();

    public static async Task<TftpFixture> StartAsync(Func<TftpServerOptions, TftpServerOptions>? change = null, TimeProvider? time = null)
    {
        var fixture = new TftpFixture();
        try
        {
            var options = new TftpServerOptions { Listen = [new TftpListen(new IPEndPoint(IPAddress.Loopback, 0))] };
            fixture.Files = new TftpDirectoryFiles([fixture.Root]);
            fixture._server = new TftpServer(change?.Invoke(options) ?? options, fixture.Files, fixture, time);
            await fixture._server.StartAsync();
        }
        catch
        {
            // The server's own business is not the test's: the directory goes all the same.
            fixture._directory.Delete(recursive: true);
            throw;
        }
        return fixture;
    }

    /// <summary>Puts a file of random bytes into the root.</summary>
    public byte[] Write(string name, int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Root, name), content);
        return content;
    }

    public async Task<TftpRefusal> NextRefusal() => await _refusals.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<(TftpTransferInfo Info, TftpTransferCounts Counts, TftpAbort? Abort)> NextEnd() => await _ends.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public void Requested(in TftpTransferInfo transfer) => Requests.Enqueue(transfer);

    public void Refused(in TftpRefusal refusal) => _refusals.Writer.TryWrite(refusal);

    public void Completed(in TftpTransferInfo transfer, in TftpTransferCounts counts) => _ends.Writer.TryWrite((transfer, counts, null));

    public void Aborted(in TftpTransferInfo transfer, in TftpTransferCounts counts, in TftpAbort abort) => _ends.Writer.TryWrite((transfer, counts, abort));

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        Files.Dispose();
        _directory.Delete(recursive: true);
    }
}
