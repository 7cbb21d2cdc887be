using System.Text;

namespace Racklight.Menus.Import;

/// <summary>
/// The few things that Ansible and iPXE would fill in in netboot.xyz's values: <c>{{ endpoints.ID.field }}</c>, <c>{{ name }}</c> and
/// <c>${name}</c> of the defaults. Not a template engine: anything else is refused, and so never reaches a machine.
/// </summary>
internal sealed class UpstreamTexts(Upstream upstream)
{
    private const int Deepest = 4;

    /// <summary>What our own script writer adds, so that it is left out here: the initrd's name and what a human typed at the menu.</summary>
    private const string ArgumentsOfTheirMenu = "kernel_params";

    /// <summary>The text filled in, with the endpoints that it was filled in from.</summary>
    /// <param name="text">As it stands.</param>
    /// <param name="from">The endpoints.</param>
    /// <param name="fault">What cannot be filled in; null when all was.</param>
    public string? Fill(string text, ISet<string> from, out string? fault)
    {
        fault = null;
        var result = Fill(text, from, ref fault, 0);
        return fault is null ? result.Trim() : null;
    }

    private string Fill(string text, ISet<string> from, ref string? fault, int depth)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var jinja = text.IndexOf("{{", at, StringComparison.Ordinal);
            var setting = text.IndexOf("${", at, StringComparison.Ordinal);
            var start = jinja < 0 ? setting : setting < 0 ? jinja : Math.Min(jinja, setting);
            if (start < 0)
            {
                result.Append(text, at, text.Length - at);
                break;
            }
            var close = start == setting ? "}" : "}}";
            var end = text.IndexOf(close, start, StringComparison.Ordinal);
            var name = end < 0 ? text[start..] : text[(start + 2)..end].Trim();
            var value = end < 0 || depth > Deepest ? null : start == setting ? Setting(name) : Expression(name, from);
            if (value is null)
            {
                fault ??= $"`{(name.Length <= 60 ? name : name[..57] + "...")}` is filled in by netboot.xyz's own scripts";
                return "";
            }
            result.Append(text, at, start - at).Append(Fill(value, from, ref fault, depth + 1));
            at = end + close.Length;
        }
        return result.ToString();
    }

    private string? Setting(string name) => name == "cmdline" ? "" : upstream.Texts.GetValueOrDefault(name);

    private string? Expression(string name, ISet<string> from)
    {
        if (name == ArgumentsOfTheirMenu) return "";
        if (!name.StartsWith("endpoints", StringComparison.Ordinal)) return upstream.Texts.GetValueOrDefault(name);
        // endpoints.ID.field, endpoints['ID'].field: an id may have dots of its own, a field has none.
        var path = name["endpoints".Length..].Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal).TrimStart('.');
        var dot = path.LastIndexOf('.');
        if (dot < 0 || !upstream.Endpoints.TryGetValue(path[..dot], out var endpoint)) return null;
        from.Add(endpoint.Id);
        return path[(dot + 1)..] switch
        {
            "path" => endpoint.Path,
            "version" => endpoint.Version,
            "os" => endpoint.Os,
            "flavor" => endpoint.Flavor,
            _ => null,
        };
    }
}
