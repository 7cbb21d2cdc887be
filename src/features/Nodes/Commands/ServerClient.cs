using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Racklight.Nodes.Api;

namespace Racklight.Nodes.Commands;

/// <summary>Talks to a running server's API: <c>--server</c>, else <c>RACKLIGHT_SERVER</c>, else this machine; the token from <c>RACKLIGHT_TOKEN</c> or <c>~/.config/racklight/token</c>.</summary>
internal sealed class ServerClient
{
    private const string Default = "http://127.0.0.1:8081";
    private readonly Option<string> _server = new("--server") { Description = $"The server's administrative address (default: RACKLIGHT_SERVER, else {Default})", HelpName = "URL" };

    /// <summary>Adds the option to a verb.</summary>
    public Command On(Command command)
    {
        command.Options.Add(_server);
        return command;
    }

    /// <summary>Fetches one resource.</summary>
    /// <exception cref="ProblemException">No server answers, it refuses, or it has no such thing.</exception>
    public async Task<T> GetAsync<T>(ParseResult parsed, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => await SendAsync(parsed, HttpMethod.Get, path, null, body => JsonSerializer.Deserialize(body, type)!, cancellationToken);

    /// <summary>Sets one resource; the server answers with what it is now.</summary>
    /// <exception cref="ProblemException">No server answers, it refuses, or it has no such thing.</exception>
    public Task<TResult> PutAsync<T, TResult>(ParseResult parsed, string path, T value, JsonTypeInfo<T> type, JsonTypeInfo<TResult> result, CancellationToken cancellationToken)
        => SendAsync(parsed, HttpMethod.Put, path, JsonSerializer.Serialize(value, type), body => JsonSerializer.Deserialize(body, result)!, cancellationToken);

    /// <summary>Asks for something to be done; the server answers with what came of it.</summary>
    /// <exception cref="ProblemException">No server answers, or it refuses.</exception>
    public Task<TResult> PostAsync<T, TResult>(ParseResult parsed, string path, T value, JsonTypeInfo<T> type, JsonTypeInfo<TResult> result, CancellationToken cancellationToken)
        => SendAsync(parsed, HttpMethod.Post, path, JsonSerializer.Serialize(value, type), body => JsonSerializer.Deserialize(body, result)!, cancellationToken);

    /// <summary>Takes one resource away.</summary>
    /// <exception cref="ProblemException">No server answers, it refuses, or it has no such thing.</exception>
    public Task DeleteAsync(ParseResult parsed, string path, CancellationToken cancellationToken)
        => SendAsync(parsed, HttpMethod.Delete, path, null, static _ => true, cancellationToken);

    private async Task<T> SendAsync<T>(ParseResult parsed, HttpMethod method, string path, string? json, Func<string, T> read, CancellationToken cancellationToken)
    {
        var text = parsed.GetValue(_server) ?? Variable("RACKLIGHT_SERVER") ?? Default;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https")) throw new ProblemException($"'{text}' is no server's address", $"--server {Default}");
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = 64 << 20 };
        if (Token() is { } token) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            // Without a token (on loopback) the server wants proof that no web page made this request: a cookie and a header alike.
            if (method != HttpMethod.Get && client.DefaultRequestHeaders.Authorization is null)
            {
                var proof = RandomNumberGenerator.GetHexString(32, lowercase: true);
                request.Headers.Add("Cookie", "racklight_csrf=" + proof);
                request.Headers.Add("X-Racklight-Csrf", proof);
            }
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode) return read(body);
            throw response.StatusCode switch
            {
                HttpStatusCode.NotFound => new ProblemException(Error(body) ?? $"{server} has no {path}", "racklight node list", ExitCodes.NotSo),
                HttpStatusCode.UnprocessableEntity => new ProblemException(Problems(body) ?? [new Problem("the server refuses this")], ExitCodes.NotSo),
                HttpStatusCode.BadGateway => new ProblemException(Error(body) ?? "something behind the server failed", null, ExitCodes.Outside),
                HttpStatusCode.Unauthorized => new ProblemException($"{server} asks for a token", "racklight token create USER on the server, then RACKLIGHT_TOKEN or ~/.config/racklight/token here"),
                _ => new ProblemException($"{server} answers {(int)response.StatusCode}: {OneLine.Of(body.Trim(), 200)}", null, ExitCodes.Outside),
            };
        }
        catch (HttpRequestException e)
        {
            throw new ProblemException($"no server answers at {server}: {e.Message}", "racklight serve, or name another with --server", ExitCodes.Outside, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException($"{server} did not answer within 60 s", null, ExitCodes.Outside, e);
        }
        catch (JsonException e)
        {
            throw new ProblemException($"what answers at {server} is no Racklight of this version", "look at --server", ExitCodes.Outside, e);
        }
    }

    private static string? Token()
    {
        if (Variable("RACKLIGHT_TOKEN") is { } token) return token.Trim();
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var file = Path.Combine(Variable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "racklight", "token");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    private static string? Error(string body) => Read(body)?.Error;

    private static List<Problem>? Problems(string body) => Read(body) switch
    {
        null => null,
        { Problems: { Count: > 0 } problems } => [.. problems.Select(static problem => new Problem(problem.Message) { Hint = problem.Hint })],
        var error => [new Problem(error.Error)],
    };

    private static ApiError? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Default.ApiError);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
