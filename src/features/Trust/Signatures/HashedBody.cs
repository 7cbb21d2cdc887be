using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Racklight.Trust.Signatures;

/// <summary>A response body that is hashed, and goes nowhere or on to the real one.</summary>
internal sealed class HashedBody : Stream, IHttpResponseBodyFeature
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IHttpResponseBodyFeature? _inner;
    private readonly PipeWriter _writer;

    /// <summary>Starts one; <paramref name="inner"/> null: what is written is only hashed.</summary>
    public HashedBody(IHttpResponseBodyFeature? inner)
    {
        _inner = inner;
        _writer = PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>Bytes so far.</summary>
    public long Written { get; private set; }

    Stream IHttpResponseBodyFeature.Stream => this;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Written; set => throw new NotSupportedException(); }

    /// <summary>The digest of all that was written.</summary>
    public async Task<Digest> FinishAsync()
    {
        await _writer.FlushAsync();
        return Digest.FromHash(_hash.GetHashAndReset());
    }

    void IHttpResponseBodyFeature.DisableBuffering() => _inner?.DisableBuffering();

    // Nothing must be sent before the whole is known when it goes nowhere: then the headers are the signature's.
    Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken) => _inner?.StartAsync(cancellationToken) ?? Task.CompletedTask;

    Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken)
        => SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    async Task IHttpResponseBodyFeature.CompleteAsync()
    {
        await _writer.FlushAsync();
        if (_inner is not null) await _inner.CompleteAsync();
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner?.Stream.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("responses are written asynchronously");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hash.AppendData(buffer.Span);
        Written += buffer.Length;
        if (_inner is not null) await _inner.Stream.WriteAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
