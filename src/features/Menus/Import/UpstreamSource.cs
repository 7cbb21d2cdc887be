using Racklight.Yaml;

namespace Racklight.Menus.Import;

/// <summary>Finds netboot.xyz's two files in a checkout, or fetches them from a repository's raw files.</summary>
internal static class UpstreamSource
{
    /// <summary>Bytes: fifty times what they have today.</summary>
    public const int LargestFile = 4 << 20;

    private const string Endpoints = "endpoints.yml";
    private const string Defaults = "roles/netbootxyz/defaults/main.yml";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Reads both files.</summary>
    /// <param name="from">A checkout's directory, or the URL of a repository on GitHub, or of the directory of a repository's raw files.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <exception cref="ProblemException">A file is missing, too large, cannot be fetched, or is not YAML.</exception>
    public static async Task<UpstreamFiles> ReadAsync(string from, CancellationToken cancellationToken)
    {
        if (!from.Contains("://", StringComparison.Ordinal)) return new UpstreamFiles(Local(from, Endpoints), Local(from, Defaults, "defaults-main.yml"));
        var root = Raw(from);
        using var http = new HttpClient(new SocketsHttpHandler { MaxAutomaticRedirections = 5, AutomaticDecompression = System.Net.DecompressionMethods.All }) { Timeout = Limit, MaxResponseContentBufferSize = LargestFile };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Racklight");
        var endpoints = FetchAsync(http, root, Endpoints, cancellationToken);
        var defaults = FetchAsync(http, root, Defaults, cancellationToken);
        return new UpstreamFiles(await endpoints, await defaults);
    }

    /// <summary>The URL below which the files of a repository lie as they are; ends in <c>/</c>.</summary>
    /// <exception cref="ProblemException">Not an http or https URL.</exception>
    internal static string Raw(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            throw new ProblemException($"`{url}` is not an http or https URL", "a checkout's directory, or https://github.com/netbootxyz/netboot.xyz");
        }
        if (uri.Host != "github.com") return uri.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/";
        // https://github.com/OWNER/NAME[.git][/tree/REF]
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2) throw new ProblemException($"`{url}` names no repository", "https://github.com/netbootxyz/netboot.xyz");
        var name = parts[1].EndsWith(".git", StringComparison.Ordinal) ? parts[1][..^4] : parts[1];
        var reference = parts.Length >= 4 && parts[2] is "tree" or "commit" ? string.Join('/', parts[3..]) : "HEAD";
        return $"https://raw.githubusercontent.com/{parts[0]}/{name}/{reference}/";
    }

    private static UpstreamFile Local(string directory, params ReadOnlySpan<string> names)
    {
        if (!Directory.Exists(directory)) throw new ProblemException($"there is no directory {directory}", "git clone https://github.com/netbootxyz/netboot.xyz, and name the clone");
        foreach (var name in names)
        {
            if (!File.Exists(Path.Combine(directory, name))) continue;
            try
            {
                return UpstreamFile.Read(name, BoundedFile.Read(directory, name, LargestFile));
            }
            catch (BoundedFileException e)
            {
                throw new ProblemException(new Problem($"this file cannot be read: {e.Message}") { File = Path.Combine(directory, name) });
            }
        }
        throw new ProblemException($"there is no {names[0]} in {directory}: it is no checkout of netboot.xyz", "git clone https://github.com/netbootxyz/netboot.xyz, and name the clone");
    }

    private static async Task<UpstreamFile> FetchAsync(HttpClient http, string root, string name, CancellationToken cancellationToken)
    {
        var url = root + name;
        try
        {
            using var response = await http.GetAsync(new Uri(url), cancellationToken);
            if (!response.IsSuccessStatusCode) throw new ProblemException($"{url}: the server answered {(int)response.StatusCode} {response.ReasonPhrase}", "is it a checkout of netboot.xyz, with that branch or commit?", ExitCodes.Outside);
            return UpstreamFile.Read(name, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            var why = e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? $"it is larger than {LargestFile:N0} bytes" : e.Message;
            throw new ProblemException($"{url}: {why}", "clone the repository elsewhere, and name its directory", ExitCodes.Outside, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException($"{url}: no answer within {Limit.TotalSeconds:0} seconds", "clone the repository elsewhere, and name its directory", ExitCodes.Outside, e);
        }
    }
}
