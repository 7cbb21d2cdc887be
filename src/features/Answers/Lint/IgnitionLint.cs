using System.Text;
using System.Text.Json;
using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>Ignition configurations ("Configuration Specification" v2.0.0 to v3.5.0).</summary>
internal sealed class IgnitionLint : IAnswerLint
{
    private const int Depth = 32;
    private static readonly string[] Versions = ["2.0.0", "2.1.0", "2.2.0", "2.3.0", "3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0", "3.5.0"];
    private static readonly string[] Keys = ["ignition", "kernelArguments", "passwd", "storage", "systemd"];
    private static readonly string[] OldKeys = ["ignition", "networkd", "passwd", "storage", "systemd"];
    private static readonly string[] Schemes = ["http", "https", "tftp", "s3", "arn", "gs", "data"];
    private static readonly string[] Units = [".service", ".socket", ".device", ".mount", ".automount", ".swap", ".target", ".path", ".timer", ".snapshot", ".slice", ".scope"];

    public void Check(string text, Findings findings)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = Depth });
            new Reading(JsonPlaces.Of(utf8, Depth), findings).Check(document.RootElement);
        }
        catch (Exception e) when (e is JsonException)
        {
            var json = (JsonException)e;
            var message = json.Message.Split(" LineNumber", 2)[0].TrimEnd('.');
            findings.Error((int)(json.LineNumber ?? 0) + 1, (int)(json.BytePositionInLine ?? 0) + 1, $"this is not JSON: {message}", message.Contains("trailing comma", StringComparison.Ordinal) ? "remove the comma" : null);
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair, which JSON can spell and no text can hold.
            findings.Error(1, 1, "a text in this file holds a broken escape");
        }
    }

    private sealed class Reading(JsonPlaces places, Findings findings)
    {
        public void Check(JsonElement root)
        {
            if (root.ValueKind != JsonValueKind.Object)
            {
                Error("", "the file is not a JSON object");
                return;
            }
            foreach (var (path, place) in places.Doubles) findings.Error(place.Line, place.Column, $"the key {Findings.Shown(path)} is there twice", "keep one");
            var version = Version(root);
            var known = version?.StartsWith("2.", StringComparison.Ordinal) == true ? OldKeys : Keys;
            foreach (var key in root.EnumerateObject().Select(static property => property.Name).Where(name => !known.Contains(name)))
            {
                var near = NearestWord.Of(key, known);
                Error("/" + key, $"Ignition knows no key `{Findings.Shown(key)}`", near is null ? null : $"did you mean `{near}`?");
            }
            if (Member(root, "storage", "") is { } storage) Storage(storage);
            if (Member(root, "systemd", "") is { } systemd)
            {
                Each(systemd, "units", "/systemd", (unit, path) =>
                {
                    if (Text(unit, "name") is not { } name) Error(path, "a unit has a `name`");
                    else if (!Units.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal))) Error(path + "/name", $"`{Findings.Shown(name)}` is no unit's name", name + ".service");
                });
            }
            if (Member(root, "passwd", "") is { } passwd)
            {
                Each(passwd, "users", "/passwd", (user, path) =>
                {
                    if (Text(user, "name") is null) Error(path, "a user has a `name`");
                    if (Text(user, "passwordHash") is { } hash && !CryptHash.IsHash(hash)) Error(path + "/passwordHash", "this is no hash of a password", "openssl passwd -6, or | password_hash('sha512')");
                });
            }
        }

        private string? Version(JsonElement root)
        {
            if (Member(root, "ignition", "") is not { } ignition || Text(ignition, "version") is not { } version)
            {
                Error("/ignition", "`ignition.version` is missing, so the system refuses the file", "\"ignition\": { \"version\": \"3.3.0\" }");
                return null;
            }
            if (version.EndsWith("-experimental", StringComparison.Ordinal)) findings.Warn(places.At("/ignition/version").Line, places.At("/ignition/version").Column, "an experimental version is refused by every later release", "\"3.5.0\"");
            else if (!Versions.Contains(version)) Error("/ignition/version", $"`{Findings.Shown(version)}` is no version of Ignition's configuration", "one of " + string.Join(", ", Versions));
            return version;
        }

        private void Storage(JsonElement storage)
        {
            var paths = new HashSet<string>(StringComparer.Ordinal);
            foreach (var kind in (string[])["files", "directories", "links"])
            {
                Each(storage, kind, "/storage", (item, at) =>
                {
                    if (Text(item, "path") is not { } path) Error(at, "it has no `path`");
                    else if (!path.StartsWith('/')) Error(at + "/path", $"`{Findings.Shown(path)}` is no absolute path", "/" + Findings.Shown(path));
                    else if (!paths.Add(path)) Error(at + "/path", $"{Findings.Shown(path)} is made twice");
                    if (item.TryGetProperty("mode", out var mode)) Mode(mode, at + "/mode");
                    if (Member(item, "contents", at) is { } contents) Source(contents, at + "/contents");
                    if (item.TryGetProperty("append", out var append) && append.ValueKind == JsonValueKind.Array)
                    {
                        var i = 0;
                        foreach (var part in append.EnumerateArray()) Source(part, $"{at}/append/{i++}");
                    }
                });
            }
        }

        private void Mode(JsonElement mode, string at)
        {
            if (mode.ValueKind != JsonValueKind.Number || !mode.TryGetInt32(out var bits) || bits is < 0 or > 4095)
            {
                Error(at, "a mode is a number from 0 to 4095", "420 is 0644");
                return;
            }
            var digits = bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (digits.Length == 3 && digits.All(static c => c is >= '0' and <= '7') && bits is 644 or 600 or 755 or 640 or 700 or 750 or 444 or 555 or 777 or 664)
            {
                var place = places.At(at);
                findings.Warn(place.Line, place.Column, $"JSON has no octal numbers: {bits} means 0{Convert.ToString(bits, 8)}", $"{Convert.ToInt32(digits, 8)} for 0{digits}");
            }
        }

        private void Source(JsonElement contents, string at)
        {
            if (contents.ValueKind != JsonValueKind.Object || Text(contents, "source") is not { } source) return;
            at += "/source";
            var colon = source.IndexOf(':', StringComparison.Ordinal);
            var scheme = colon > 0 ? source[..colon] : "";
            if (!Schemes.Contains(scheme)) Error(at, $"`{Findings.Shown(source)}` is no URL that Ignition fetches", "data:, http://, https:// …");
            else if (scheme == "data" && Fault(source) is { } fault) Error(at, fault, "data:,text%20with%20escapes, or \"data:;base64,{{ text | b64encode }}\"");
        }

        // RFC 2397: data:[<mediatype>][;base64],<data>.
        private static string? Fault(string url)
        {
            var comma = url.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0) return "a data URL has a comma before its data";
            var data = url[(comma + 1)..];
            if (url[..comma].EndsWith(";base64", StringComparison.Ordinal))
            {
                var plain = Uri.UnescapeDataString(data);
                return Convert.TryFromBase64String(plain, new byte[plain.Length], out _) ? null : "what follows in this data URL is not base64";
            }
            for (var i = 0; i < data.Length; i++)
            {
                if (data[i] == '%' && (i + 2 >= data.Length || !char.IsAsciiHexDigit(data[i + 1]) || !char.IsAsciiHexDigit(data[i + 2]))) return "a % in a data URL begins an escape of two digits";
                if (data[i] <= ' ' || data[i] > '~') return "blanks and letters beyond ASCII are written as escapes in a data URL";
            }
            return null;
        }

        private void Each(JsonElement holder, string name, string at, Action<JsonElement, string> check)
        {
            if (!holder.TryGetProperty(name, out var list)) return;
            at += "/" + name;
            if (list.ValueKind != JsonValueKind.Array)
            {
                Error(at, $"`{name}` is a list");
                return;
            }
            var i = 0;
            foreach (var item in list.EnumerateArray())
            {
                var path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at}/{i++}");
                if (item.ValueKind == JsonValueKind.Object) check(item, path);
                else Error(path, $"an item of `{name}` is an object");
            }
        }

        private JsonElement? Member(JsonElement holder, string name, string at)
        {
            if (!holder.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
            if (member.ValueKind == JsonValueKind.Object) return member;
            Error($"{at}/{name}", $"`{name}` is an object");
            return null;
        }

        private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private void Error(string path, string message, string? hint = null)
        {
            var (line, column) = places.At(path);
            findings.Error(line, column, message, hint);
        }
    }
}
