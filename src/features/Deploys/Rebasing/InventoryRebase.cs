using System.Text;
using Racklight.Deploys.Planning.Knowledge;
using Racklight.Releases;

namespace Racklight.Deploys.Rebasing;

/// <summary>A change of an inventory that a person should look at.</summary>
/// <param name="Group">The group.</param>
/// <param name="Note">What was done, or what is left to do.</param>
public sealed record InventoryNote(string Group, string Note);

/// <summary>
/// Brings an inventory to a new release: a group that the user changed stays theirs (hosts) or gets the same change (groups of groups); all else is the
/// new sample's. Groups that only the user has go along.
/// </summary>
/// <param name="Text">The new inventory.</param>
/// <param name="Notes">What a person should look at.</param>
internal sealed record InventoryRebase(string Text, IReadOnlyList<InventoryNote> Notes)
{
    /// <summary>Rebases.</summary>
    public static InventoryRebase Of(string baseSample, string mine, string newSample, Series from, Series to)
    {
        var (old, user, sample) = (Inventory.Read(baseSample), Inventory.Read(mine), Inventory.Read(newSample));
        var renames = Series.All.Where(series => series.Index > from.Index && series.Index <= to.Index).SelectMany(static series => UpgradeKnowledge.Kolla.Of(series.Name).Groups).ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        var former = renames.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);
        var known = (baseSample + "\n" + newSample).Split('\n').Select(static line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var groups = sample.Sections.Concat(user.Sections.Where(section => old.Find(section.Name) is null)).Select(static section => section.Group).ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder();
        var notes = new List<InventoryNote>();
        foreach (var section in sample.Sections)
        {
            var was = former.TryGetValue(section.Group, out var name) ? name + section.Name[section.Group.Length..] : section.Name;
            var theirs = user.Find(section.Name) ?? user.Find(was);
            // Comments that the user wrote above a group stay above it.
            Add(text, string.Concat((theirs?.Above ?? "").Split('\n').Where(line => line.Trim().Length > 0 && !known.Contains(line.Trim())).Select(static line => line + "\n")));
            Add(text, Section(section, old.Find(section.Name) ?? old.Find(was), theirs, groups, renames, notes));
        }
        foreach (var section in user.Sections.Where(section => section.Name.Length > 0 && sample.Find(section.Name) is null && !renames.ContainsKey(section.Group)))
        {
            var sampled = old.Find(section.Name);
            // The old sample's group, as it was: it goes with the release.
            if (sampled is not null && Same(sampled, section)) continue;
            if (sampled is not null) notes.Add(new InventoryNote(section.Group, $"{to} does not have this group, and you changed it: kept"));
            Add(text, section.Text);
        }
        return new InventoryRebase(text.ToString(), notes);
    }

    private static string Section(InventorySection sample, InventorySection? old, InventorySection? user, HashSet<string> groups, Dictionary<string, string> renames, List<InventoryNote> notes)
    {
        if (user is null)
        {
            if (old is null || sample.Name.Length == 0) return sample.Text;
            notes.Add(new InventoryNote(sample.Group, "you took this group out; the new sample has it, and the tool needs its groups: it is back"));
            return sample.Text;
        }
        if (old is not null && Same(old, user)) return sample.Text;
        // A list of hosts or variables is the user's own, comments and all.
        if (!sample.Name.EndsWith(":children", StringComparison.Ordinal)) return sample.Above + string.Concat(user.Lines);
        string Now(string member) => !groups.Contains(member) && renames.TryGetValue(member, out var name) ? name : member;
        var before = (old?.Entries ?? []).Select(Now).ToList();
        var added = user.Entries.Select(Now).Except(before).ToList();
        var removed = before.Except(user.Entries.Select(Now)).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in added.Where(member => !groups.Contains(member))) notes.Add(new InventoryNote(sample.Group, $"you put {gone} into it, which the new release does not have"));
        var lines = sample.Lines.Where(line => !removed.Contains(line.Trim())).ToList();
        var last = lines.FindLastIndex(static line => line.Trim().Length > 0) + 1;
        lines.InsertRange(last, added.Except(sample.Entries).Select(static member => member + "\n"));
        return sample.Above + string.Concat(lines);
    }

    private static bool Same(InventorySection a, InventorySection b) => a.Entries.ToHashSet(StringComparer.Ordinal).SetEquals(b.Entries);

    private static void Add(StringBuilder text, string section)
    {
        if (text.Length > 0 && text[^1] != '\n' && section.Length > 0) text.Append('\n');
        text.Append(section);
    }
}
