using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Racklight.Tests.App.Security;

/// <summary>An identity provider that signs with a real key and can be told to misbehave, as no real one can.</summary>
public sealed class Issuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _other = RSA.Create(2048);

    private Issuer(WebApplication app) => _app = app;

    public Uri Uri { get; private set; } = null!;

    /// <summary>What the next tokens say besides the obvious; changed by tests.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    public string Algorithm { get; set; } = "RS256";

    public bool ForeignKey { get; set; }

    public string? CallsItself { get; set; }

    public JsonObject? LastForm { get; private set; }

    public string? LastAuthorization { get; private set; }

    public string Nonce { get; set; } = "";

    public required DateTimeOffset Now { get; init; }

    public static async Task<Issuer> StartAsync(DateTimeOffset now)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new Issuer(app) { Now = now };
        app.MapGet("/.well-known/openid-configuration", () => Json(new JsonObject
        {
            ["issuer"] = issuer.CallsItself ?? issuer.Uri.AbsoluteUri.TrimEnd('/'),
            ["authorization_endpoint"] = issuer.Uri + "authorize",
            ["token_endpoint"] = issuer.Uri + "token",
            ["jwks_uri"] = issuer.Uri + "keys",
        }));
        app.MapGet("/keys", () => Json(new JsonObject { ["keys"] = new JsonArray(issuer.PublicKey()) }));
        app.MapPost("/token", issuer.TokenAsync);
        await app.StartAsync();
        issuer.Uri = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
    }

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");

    private JsonObject PublicKey()
    {
        var key = _key.ExportParameters(false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = "1", ["use"] = "sig", ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent) };
    }

    private async Task TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        LastForm = new JsonObject(form.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToString())));
        LastAuthorization = http.Request.Headers.Authorization;
        if (form["code"] != "good")
        {
            http.Response.StatusCode = 400;
            await Json(new JsonObject { ["error"] = "invalid_grant" }).ExecuteAsync(http);
            return;
        }
        var claims = new JsonObject
        {
            ["iss"] = Uri.AbsoluteUri.TrimEnd('/'), ["aud"] = "racklight", ["sub"] = "4711", ["nonce"] = Nonce, ["preferred_username"] = "ada",
            ["iat"] = Now.ToUnixTimeSeconds(), ["exp"] = Now.AddMinutes(5).ToUnixTimeSeconds(), ["groups"] = new JsonArray("staff", "rack-admins"),
        };
        Claims(claims);
        await Json(new JsonObject { ["token_type"] = "Bearer", ["access_token"] = "x", ["id_token"] = Sign(claims) }).ExecuteAsync(http);
    }

    private string Sign(JsonObject claims)
    {
        var text = Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["alg"] = Algorithm, ["typ"] = "JWT", ["kid"] = "1" })) + "." + Base64UrlEncoder.Encode(claims.ToJsonString());
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = Algorithm switch
        {
            "none" => [],
            // The classic confusion: the public key taken for a shared secret.
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), bytes),
            _ => (ForeignKey ? _other : _key).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return text + "." + Base64UrlEncoder.Encode(signature);
    }
}
