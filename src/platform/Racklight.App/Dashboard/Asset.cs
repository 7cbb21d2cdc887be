using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Racklight.App.Dashboard;

/// <summary>A file of the dashboard, embedded; its URL carries its hash, so that browsers keep it for good.</summary>
internal sealed class Asset
{
    private readonly byte[] _bytes;
    private readonly string _type;

    private Asset(string file, string type)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream("dashboard/" + file)!;
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _type = type;
        var dot = file.LastIndexOf('.');
        Path = $"/assets/{file[..dot]}.{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..12]}{file[dot..]}";
    }

    /// <summary>The style sheet.</summary>
    public static Asset Styles { get; } = new("racklight.css", "text/css; charset=utf-8");

    /// <summary>The script.</summary>
    public static Asset Script { get; } = new("racklight.js", "text/javascript; charset=utf-8");

    /// <summary>The icon in the browser's tab.</summary>
    public static Asset Icon { get; } = new("icon.svg", "image/svg+xml");

    /// <summary>Its URL's path.</summary>
    public string Path { get; }

    /// <summary>Adds all of them.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var asset in new[] { Styles, Script, Icon }) endpoints.MapGet(asset.Path, asset.SendAsync);
    }

    private Task SendAsync(HttpContext http)
    {
        http.Response.ContentType = _type;
        http.Response.ContentLength = _bytes.Length;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(_bytes, http.RequestAborted).AsTask();
    }
}
