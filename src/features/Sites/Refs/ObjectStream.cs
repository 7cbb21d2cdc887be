using System.Diagnostics;
using System.Globalization;
using System.Text;
using Racklight.App;
using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>Reads the bytes of objects through one <c>git cat-file --batch</c>: asks for one, reads it, asks for the next. Ends by itself when git hangs.</summary>
internal sealed class ObjectStream : IDisposable
{
    private const int LongestHeader = 200;
    private readonly Process _git;
    private readonly Stream _answers;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _kill;

    /// <param name="repository">The repository.</param>
    /// <param name="limit">How long all reads together may take.</param>
    /// <exception cref="ProblemException">git is not installed.</exception>
    public ObjectStream(GitRepository repository, TimeSpan limit)
    {
        _git = ProcessRunner.Start(Git.Call(repository.GitDirectory, null, "cat-file", "--batch=%(objectname) %(objecttype) %(objectsize)"));
        _answers = _git.StandardOutput.BaseStream;
        // What nobody reads would fill the pipe and stop git.
        _git.ErrorDataReceived += static (_, _) => { };
        _git.BeginErrorReadLine();
        _limit = new CancellationTokenSource(limit);
        _kill = _limit.Token.UnsafeRegister(static git => Kill((Process)git!), _git);
    }

    /// <summary>Reads a blob.</summary>
    /// <param name="id">Its whole name.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <exception cref="BoundedFileException">It is not there, or too large; after the latter this stream is of no more use.</exception>
    public byte[] Read(string id, int limit)
    {
        try
        {
            _git.StandardInput.Write(id + "\n");
            _git.StandardInput.Flush();
            var header = Header();
            if (header.Split(' ') is not [var name, "blob", var size] || name != id || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) throw Gone(header);
            if (length > limit) throw new BoundedFileException($"it is larger than {limit:N0} bytes");
            var bytes = new byte[length];
            _answers.ReadExactly(bytes);
            if (_answers.ReadByte() != '\n') throw Gone("no end of line");
            return bytes;
        }
        catch (IOException e)
        {
            throw new BoundedFileException(_limit.IsCancellationRequested ? "git took too long to read it" : $"git ended before it was read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kill.Dispose();
        _limit.Dispose();
        Kill(_git);
        _git.Dispose();
    }

    private string Header()
    {
        var line = new StringBuilder();
        int c;
        while ((c = _answers.ReadByte()) != '\n')
        {
            if (c < 0 || line.Length == LongestHeader) throw new IOException("no answer");
            line.Append((char)c);
        }
        return line.ToString();
    }

    private static BoundedFileException Gone(string said) => new($"the repository does not hold it ({said})");

    private static void Kill(Process git)
    {
        try
        {
            git.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
