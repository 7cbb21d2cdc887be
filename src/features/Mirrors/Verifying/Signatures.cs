using Racklight.App;
using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Verifying;

/// <summary>Checks OpenPGP signatures with gpgv, which trusts exactly the keys of one keyring and nothing else.</summary>
/// <param name="keyrings">Where keys come from.</param>
/// <param name="scratch">A private directory for what gpgv reads.</param>
internal sealed class Signatures(Keyrings keyrings, string scratch)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Why a signature with that keyring cannot be checked on this machine; null when it can.</summary>
    public string? WhyNot(MirrorSignature signature)
    {
        if (keyrings.Find(signature.Keyring, out var why) is null) return why;
        return ProgramPath.Find("gpgv") is not null ? null : "gpgv is not installed (apt-get install gpgv)";
    }

    /// <summary>Checks a detached signature.</summary>
    /// <returns>The fingerprint of a key that signed it.</returns>
    /// <exception cref="WebFault">No key of the keyring made it.</exception>
    public async Task<string> CheckAsync(string keyring, byte[] signature, string file, string name, CancellationToken cancellationToken)
    {
        using var directory = new PrivateDirectory(scratch);
        var detached = directory.Write("signature", signature);
        return await RunAsync(directory, keyring, [detached, file], name, cancellationToken);
    }

    /// <summary>Checks a text that carries its signature.</summary>
    /// <returns>The fingerprint, and the text that was signed: whatever stood around it is gone.</returns>
    /// <exception cref="WebFault">No key of the keyring made it.</exception>
    public async Task<(string Fingerprint, byte[] Text)> CheckInlineAsync(string keyring, byte[] signed, string name, CancellationToken cancellationToken)
    {
        using var directory = new PrivateDirectory(scratch);
        var (input, output) = (directory.Write("signed", signed), Path.Combine(directory.Path, "text"));
        var fingerprint = await RunAsync(directory, keyring, ["--output", output, input], name, cancellationToken);
        return (fingerprint, await File.ReadAllBytesAsync(output, cancellationToken));
    }

    private async Task<string> RunAsync(PrivateDirectory directory, string keyring, IReadOnlyList<string> arguments, string name, CancellationToken cancellationToken)
    {
        var keys = directory.Write("keyring.gpg", keyrings.Find(keyring, out var why) ?? throw new WebFault(why));
        var spec = new ProcessSpec("gpgv", ["--homedir", directory.Path, "--keyring", keys, "--status-fd", "1", .. arguments])
        {
            Limit = Limit,
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
        };
        var result = await ProcessRunner.RunAsync(spec, cancellationToken);
        return Judge(result.Output, out var fingerprint) is { } fault
            ? throw new WebFault($"the signature of {name} is not good: {fault}", $"the file may be tampered with; if upstream has a new key, put it into {WebSource.Printable(keyring, 100)}") { Poisoned = true }
            : fingerprint;
    }

    /// <summary>
    /// Reads gpgv's status lines (doc/DETAILS of GnuPG): one good signature by a valid key is enough, since archives sign with old and new keys
    /// side by side; one bad signature is too much.
    /// </summary>
    internal static string? Judge(string status, out string fingerprint)
    {
        fingerprint = "";
        var good = false;
        var reason = "no signature was found";
        foreach (var line in status.Split('\n'))
        {
            var words = line.Trim().Split(' ');
            if (words is not ["[GNUPG:]", var word, ..]) continue;
            var who = words.Length > 2 ? words[2] : "";
            switch (word)
            {
                case "GOODSIG":
                    good = true;
                    break;
                case "VALIDSIG":
                    // Comes after expired and revoked keys too; only what GOODSIG opened counts.
                    if (good && fingerprint.Length == 0) fingerprint = who;
                    good = false;
                    break;
                case "BADSIG":
                    return $"it does not fit the content (key {who})";
                case "EXPSIG":
                    (good, reason) = (false, $"it has expired (key {who})");
                    break;
                case "EXPKEYSIG":
                    (good, reason) = (false, $"its key {who} has expired");
                    break;
                case "REVKEYSIG":
                    (good, reason) = (false, $"its key {who} was revoked");
                    break;
                case "ERRSIG":
                    (good, reason) = (false, $"it was made with the key {who}, which is not in the keyring");
                    break;
            }
        }
        return fingerprint.Length > 0 ? null : reason;
    }

    private sealed class PrivateDirectory : IDisposable
    {
        public PrivateDirectory(string parent)
        {
            Directory.CreateDirectory(parent);
            Path = System.IO.Path.Combine(parent, "gpgv-" + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path { get; }

        public string Write(string name, byte[] content)
        {
            var path = System.IO.Path.Combine(Path, name);
            File.WriteAllBytes(path, content);
            return path;
        }

        public void Dispose()
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException)
            {
                // The next start sweeps it.
            }
        }
    }
}
