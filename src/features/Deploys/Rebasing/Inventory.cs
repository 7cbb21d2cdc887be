namespace Racklight.Deploys.Rebasing;

/// <summary>An inventory in Ansible's INI form, as sections of whole lines: joined, they are the file, byte for byte.</summary>
internal sealed class Inventory
{
    private Inventory(IReadOnlyList<InventorySection> sections) => Sections = sections;

    /// <summary>The sections in order; the first, without a name, is what stands before any header.</summary>
    public IReadOnlyList<InventorySection> Sections { get; }

    /// <summary>Takes an inventory apart. Comments and blank lines directly above a header belong to it.</summary>
    public static Inventory Read(string text)
    {
        var sections = new List<InventorySection>();
        var (name, above, lines, waiting) = ("", "", new List<string>(), new List<string>());
        foreach (var line in Lines(text))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith('[') && trimmed.IndexOf(']', StringComparison.Ordinal) is var end and > 1)
            {
                sections.Add(new InventorySection(name, above, lines));
                (name, above, lines, waiting) = (trimmed[1..end], string.Concat(waiting), [line], []);
            }
            else if (trimmed.Length == 0 || trimmed[0] is '#' or ';')
            {
                waiting.Add(line);
            }
            else
            {
                lines.AddRange(waiting);
                waiting.Clear();
                lines.Add(line);
            }
        }
        // What stands at the end of the file is nobody's header.
        lines.AddRange(waiting);
        sections.Add(new InventorySection(name, above, lines));
        return new Inventory(sections);
    }

    /// <summary>The sections of a name (a file may have several), joined.</summary>
    public InventorySection? Find(string name)
    {
        var found = Sections.Where(section => section.Name == name).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => new InventorySection(name, found[0].Above, [.. found[0].Lines, .. found.Skip(1).SelectMany(static more => more.Lines.Skip(1))]),
        };
    }

    /// <summary>The members of a group: hosts, or groups when it is one of groups.</summary>
    public IReadOnlyList<string> Members(string group) => Find(group)?.Entries ?? Find(group + ":children")?.Entries ?? [];

    private static IEnumerable<string> Lines(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            yield return text[at..end];
            at = end;
        }
    }
}

/// <summary>A section of an inventory.</summary>
/// <param name="Name">Its header without brackets (<c>nova:children</c>), or empty.</param>
/// <param name="Above">Comments and blank lines above the header.</param>
/// <param name="Lines">The header and what follows, each line with its end.</param>
internal sealed record InventorySection(string Name, string Above, IReadOnlyList<string> Lines)
{
    /// <summary>The group's name without <c>:children</c> or <c>:vars</c>.</summary>
    public string Group => Name.Split(':')[0];

    /// <summary>What it lists, one text a line, without comments.</summary>
    public IReadOnlyList<string> Entries => [.. Lines.Skip(Name.Length > 0 ? 1 : 0).Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] is not ('#' or ';'))];

    /// <summary>The section as it stands.</summary>
    public string Text => Above + string.Concat(Lines);
}
