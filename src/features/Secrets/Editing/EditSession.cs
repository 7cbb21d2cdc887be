using Racklight.App;
using Racklight.Vault;

namespace Racklight.Secrets.Editing;

/// <summary>Lets a person edit a text in memory.</summary>
internal sealed class EditSession(Editor editor)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens the editor on a text until it is accepted.</summary>
    /// <param name="name">The file's name, so that the editor knows its kind.</param>
    /// <param name="text">What is in it at first.</param>
    /// <param name="accept">Takes the edited text; throws a <see cref="ProblemException"/> to let its writer mend it.</param>
    /// <param name="again">Asked after a problem: true opens the editor once more, false gives up.</param>
    /// <param name="cancellationToken">Ends the editor. A full-screen editor takes Ctrl-C for itself; in a line editor it ends the edit.</param>
    public Task RunAsync(string name, ReadOnlyMemory<byte> text, Action<SecretBuffer> accept, Func<ProblemException, bool> again, CancellationToken cancellationToken)
        => EditDirectory.RunAsync(directory =>
        {
            var file = Path.Combine(directory, Path.GetFileName(name));
            using (var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private, BufferSize = 0 })) stream.Write(text.Span);
            while (true)
            {
                Edit(file, directory, cancellationToken);
                using var edited = ReadBack(file);
                try
                {
                    accept(edited);
                    return;
                }
                catch (ProblemException e)
                {
                    if (!again(e)) throw;
                }
            }
        });

    private void Edit(string file, string directory, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec(editor.Program, [.. editor.Arguments, file])
        {
            Shared = StandardStreams.All,
            Environment = new Dictionary<string, string?> { ["TMPDIR"] = directory },
        };
        using var process = ProcessRunner.Start(spec);
        using var end = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new ProblemException($"{editor.Program} ended with exit code {process.ExitCode}: the file stays as it was", null, ExitCodes.Outside);
    }

    private static SecretBuffer ReadBack(string file)
    {
        if (!File.Exists(file)) throw new ProblemException("the editor left no file behind: the vault stays as it was", null, ExitCodes.Outside);
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0 });
        if (stream.Length > SecretFile.LargestFile) throw new ProblemException($"the edited text has more than {SecretFile.LargestFile:N0} bytes");
        var buffer = new SecretBuffer((int)stream.Length);
        stream.ReadExactly(buffer.Span);
        return buffer;
    }
}
