using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Racklight.Nodes.Machines;

/// <summary>Reads a machine's JSON: at most 64 KiB, at most 16 levels deep, whatever its headers say.</summary>
internal static class BoundedBody
{
    private const int Limit = 64 * 1024;

    /// <summary>The object in the body. On a fault the answer is already written and the result is null.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > Limit) return await FailAsync(http, StatusCodes.Status413PayloadTooLarge, "the body is larger than 64 KiB");
        var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > Limit) return await FailAsync(http, StatusCodes.Status413PayloadTooLarge, "the body is larger than 64 KiB");
            buffer.Write(chunk, 0, read);
        }
        try
        {
            var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return await FailAsync(http, StatusCodes.Status400BadRequest, "the body is not a JSON object");
        }
        catch (JsonException e)
        {
            return await FailAsync(http, StatusCodes.Status400BadRequest, $"the body is not JSON (line {e.LineNumber + 1})");
        }
    }

    /// <summary>A string member, or null.</summary>
    public static string? Text(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number member, or null.</summary>
    public static long? Number(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The elements of an array member; empty when there is none.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    private static async Task<JsonDocument?> FailAsync(HttpContext http, int status, string why)
    {
        await http.AnswerAsync(status, why);
        return null;
    }

    /// <summary>Answers with a status and one line of text.</summary>
    public static Task AnswerAsync(this HttpContext http, int status, string? line = null)
    {
        http.Response.StatusCode = status;
        if (line is null) return Task.CompletedTask;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(line + "\n", http.RequestAborted);
    }
}
