using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Racklight.App.Files;

/// <summary>Lets a listener send files from the page cache.</summary>
public static class FileSendingExtensions
{
    /// <summary>
    /// Sends what <see cref="ImmutableFile"/> serves by sendfile(2). For plain HTTP/1.1 listeners only, and before anything else is added to the
    /// listener: over TLS or HTTP/2 the bytes on the socket are not the file's.
    /// </summary>
    public static ListenOptions UseFileSending(this ListenOptions listener)
    {
        listener.Use(next => async connection =>
        {
            if (!OperatingSystem.IsLinux() || connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
            {
                await next(connection);
                return;
            }
            var transport = connection.Transport;
            using var output = new SocketOutput(connection, socket);
            FileSendingCalls.SetNonBlocking(socket.SafeHandle);
            connection.Transport = new Duplex(transport.Input, output);
            connection.Features.Set<IFileSending>(output);
            try
            {
                await next(connection);
            }
            finally
            {
                connection.Transport = transport;
            }
        });
        return listener;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
