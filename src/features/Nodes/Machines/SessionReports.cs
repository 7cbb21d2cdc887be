using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Racklight.Images;
using Racklight.Nodes.Boots;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>What a booting machine tells: events, its credential, and that it is live.</summary>
internal sealed class SessionReports(SessionGate gate, ISessionStore sessions, IImages images, TrustedKeys keys, OnceBoots once, TimeProvider clock)
{
    private const int DataLimit = 4096;

    /// <summary><c>POST /boots/SESSION/events</c>.</summary>
    public async Task EventAsync(HttpContext http)
    {
        using var body = await BoundedBody.ReadAsync(http);
        if (body is null) return;
        var root = body.RootElement;
        var step = root.Text("step") ?? "";
        if (Steps.IndexOf(step) < Steps.Initramfs)
        {
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "step is one of initramfs, rootfs, live");
            return;
        }
        EventLevel? level = (root.Text("level") ?? "info") switch { "info" => EventLevel.Info, "warning" => EventLevel.Warning, "error" => EventLevel.Error, _ => null };
        if (level is null || root.Text("message") is not { Length: > 0 } message)
        {
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "level is one of info, warning, error, and message is a text");
            return;
        }
        var data = root.TryGetProperty("data", out var value) && value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any() ? value.GetRawText() : null;
        if (data?.Length > DataLimit)
        {
            await http.AnswerAsync(StatusCodes.Status413PayloadTooLarge, "data is larger than 4 KiB");
            return;
        }
        using var admitted = await gate.AdmitAsync(http);
        if (admitted is null) return;
        var hold = admitted.Hold;
        await once.ReportedAsync(hold, http.RequestAborted);
        var client = BootRequest.Remote(http).ToString();
        var failed = level == EventLevel.Error && hold.Active!.Boot.State == BootState.Booting;
        await hold.UpdateAsync(boot => (failed ? boot with { State = BootState.Failed, Ended = clock.GetUtcNow() } : boot) with { Address = client }, http.RequestAborted);
        hold.Append(step, level.Value, message, data);
        await http.AnswerAsync(StatusCodes.Status204NoContent);
    }

    /// <summary><c>POST /boots/SESSION/credential</c>: the first one stays.</summary>
    public async Task CredentialAsync(HttpContext http)
    {
        using var body = await BoundedBody.ReadAsync(http);
        if (body is null) return;
        if (body.RootElement.Text("credential") is not { Length: 64 } credential || !credential.All(char.IsAsciiHexDigitLower))
        {
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "credential is 64 hexadecimal digits in lower case");
            return;
        }
        using var admitted = await gate.AdmitAsync(http);
        if (admitted is null) return;
        await once.ReportedAsync(admitted.Hold, http.RequestAborted);
        var hash = HashOf(credential);
        if (admitted.Session.CredentialHash is { } known)
        {
            // A machine whose first answer was lost asks again with the same one; only another one is another machine's.
            if (Same(known, hash))
            {
                await http.AnswerAsync(StatusCodes.Status204NoContent);
                return;
            }
            admitted.Hold.Append(BootSteps.Initramfs, EventLevel.Warning, "refused: a second credential for the same boot");
            await http.AnswerAsync(StatusCodes.Status409Conflict, "this boot has its credential already");
            return;
        }
        await sessions.UpdateAsync(admitted.Session with { CredentialHash = hash }, http.RequestAborted);
        await http.AnswerAsync(StatusCodes.Status204NoContent);
    }

    /// <summary><c>GET /boots/SESSION/authorized_keys</c>.</summary>
    public async Task KeysAsync(HttpContext http)
    {
        using (var admitted = await gate.AdmitAsync(http))
        {
            if (admitted is null) return;
        }
        var text = keys.Text();
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary><c>GET /boots/SESSION/started</c>: iPXE has fetched everything and starts it. The answer is a script that does nothing.</summary>
    public async Task StartedAsync(HttpContext http)
    {
        using var admitted = await gate.AdmitAsync(http);
        if (admitted is null) return;
        var hold = admitted.Hold;
        hold.Append(BootSteps.Script, EventLevel.Info, "iPXE has all that it needs and starts it", hold.Outcome);
        await once.ReportedAsync(hold, http.RequestAborted);
        await MachineEndpoints.WriteAsync(http, new Script("#!ipxe\n# Racklight: noted\n"));
    }

    /// <summary><c>POST /boots/SESSION/live</c>, with the machine's credential as bearer.</summary>
    public async Task LiveAsync(HttpContext http)
    {
        using var body = await BoundedBody.ReadAsync(http);
        if (body is null) return;
        using var admitted = await gate.AdmitAsync(http);
        if (admitted is null) return;
        var (session, hold) = admitted;
        await once.ReportedAsync(hold, http.RequestAborted);
        var bearer = http.Request.Headers.Authorization.ToString();
        if (!bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || session.CredentialHash is not { } hash || !Same(hash, HashOf(bearer[7..].Trim())))
        {
            hold.Append(BootSteps.Live, EventLevel.Warning, "refused: a report that the system is up, without this boot's credential");
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await http.AnswerAsync(StatusCodes.Status401Unauthorized, "the machine's credential is missing or wrong");
            return;
        }
        var report = body.RootElement;
        var now = clock.GetUtcNow();
        var client = BootRequest.Remote(http).ToString();
        var image = session.Image is { } name ? await images.FindAsync(Digest.Parse(name), http.RequestAborted) : null;
        var measured = Digest.TryParse(report.Text("digest"), out var digest);
        if (!measured || (image is not null && digest != image.Manifest.Rootfs.Digest))
        {
            var why = measured ? $"the machine runs root file {digest.Short}, and was given {image!.Manifest.Rootfs.Digest.Short}" : "the machine does not say which root file it runs";
            // The event first: who follows the boot sees its end with everything that led to it.
            hold.Append(BootSteps.Live, EventLevel.Error, why);
            await hold.UpdateAsync(boot => boot with { State = BootState.Failed, Ended = now, Address = client, Report = report.GetRawText() }, http.RequestAborted);
            await http.AnswerAsync(StatusCodes.Status409Conflict, why);
            return;
        }
        var failed = report.Items("failed").Where(unit => unit.ValueKind == JsonValueKind.String).Select(unit => unit.GetString()!).ToList();
        hold.Append(BootSteps.Live, failed.Count > 0 ? EventLevel.Warning : EventLevel.Info, LiveMessage(report, failed), $$"""{"digest":"{{digest}}"}""");
        await hold.UpdateAsync(boot => boot with { State = BootState.Live, Ended = boot.State == BootState.Live ? boot.Ended : now, Address = client, Report = report.GetRawText() }, http.RequestAborted);
        await http.AnswerAsync(StatusCodes.Status204NoContent);
    }

    private static string LiveMessage(JsonElement report, List<string> failed)
    {
        var message = new StringBuilder("the system is up");
        if (report.TryGetProperty("memory", out var memory) && memory.Number("used") is { } used && memory.Number("total") is { } total)
        {
            message.Append(CultureInfo.InvariantCulture, $", {Amount.Bytes(used * 1024)} of {Amount.Bytes(total * 1024)} memory used");
        }
        var persisted = report.Items("persisted").Count;
        if (persisted > 0) message.Append(CultureInfo.InvariantCulture, $", {persisted} {(persisted == 1 ? "path" : "paths")} on the data disk");
        if (failed.Count > 0) message.Append(", but failed: ").AppendJoin(", ", failed.Take(10));
        return message.ToString();
    }

    private static string HashOf(string credential) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential)));

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));
}
