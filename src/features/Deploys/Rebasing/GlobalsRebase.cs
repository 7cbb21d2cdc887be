using Racklight.Deploys.Planning.Knowledge;
using Racklight.Releases;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Rebasing;

/// <summary>
/// Brings somebody's globals.yml to a new release, key by key: comments, order and defaults are the new sample's, every value is theirs, byte for
/// byte. Two values that mean the same (<c>yes</c>, <c>"true"</c>) are the same. A line merge has conflicts where this has classes.
/// </summary>
internal sealed class GlobalsRebase
{
    private readonly IReadOnlyList<YamlBlock> _mine;
    private readonly IReadOnlyList<YamlBlock> _sample;
    private readonly Dictionary<string, YamlBlock> _entries;
    private readonly Dictionary<string, YamlBlock> _baseDefaults;
    private readonly HashSet<string> _knownLines;

    private GlobalsRebase(string baseSample, string mine, string newSample, Series from, Series to)
    {
        var baseBlocks = YamlBlocks.Read(baseSample);
        (_mine, _sample) = (YamlBlocks.Read(mine), YamlBlocks.Read(newSample));
        _entries = _mine.Where(static block => block.Kind == YamlBlockKind.Entry).ToDictionary(static block => block.Key!, StringComparer.Ordinal);
        _baseDefaults = Defaults(baseBlocks);
        _knownLines = (baseSample + "\n" + newSample).Split('\n').Select(static line => line.TrimEnd('\r')).ToHashSet(StringComparer.Ordinal);
        var newDefaults = Defaults(_sample);
        var renames = Renames(from, to);
        Settings =
        [
            .. _entries.Values.Select(block => Classify(block, newDefaults, renames, from, to)),
            .. newDefaults.Keys.Where(key => !_baseDefaults.ContainsKey(key) && !_entries.ContainsKey(key) && !renames.ContainsValue(key)).Select(key => new RebasedSetting(key, SettingClass.New) { NewDefault = newDefaults[key].Value }),
        ];
    }

    /// <summary>Every setting, in the order of the user's file; new ones last.</summary>
    public IReadOnlyList<RebasedSetting> Settings { get; }

    /// <summary>Compares the three.</summary>
    /// <param name="baseSample">The sample of the old release.</param>
    /// <param name="mine">The user's file.</param>
    /// <param name="newSample">The sample of the new release.</param>
    /// <param name="from">The old release.</param>
    /// <param name="to">The new one.</param>
    /// <exception cref="YamlPartsException">One of them is no YAML mapping.</exception>
    public static GlobalsRebase Of(string baseSample, string mine, string newSample, Series from, Series to) => new(baseSample, mine, newSample, from, to);

    /// <summary>The new file.</summary>
    /// <param name="dropped">Settings that go back to the default, by their new names.</param>
    public string Write(IReadOnlySet<string>? dropped = null)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in Settings.Where(setting => setting.Class != SettingClass.New && dropped?.Contains(setting.Key) != true))
        {
            var text = _entries[setting.Former ?? setting.Key].Text;
            if (setting.Former is { } old)
            {
                renamed[old] = setting.Key;
                text = setting.Key + text[old.Length..];
            }
            texts[setting.Key] = text;
        }
        // What the samples set and the user took out stays out; what only the new one sets comes in.
        var disabled = _sample.Where(block => block.Kind == YamlBlockKind.Entry && !texts.ContainsKey(block.Key!) && (_baseDefaults.TryGetValue(block.Key!, out var old) && old.Kind == YamlBlockKind.Entry || dropped?.Contains(block.Key!) == true)).Select(static block => block.Key!).ToHashSet(StringComparer.Ordinal);
        return new YamlOverlay(_mine, _sample, _knownLines, renamed).Write(texts, disabled);
    }

    private RebasedSetting Classify(YamlBlock block, Dictionary<string, YamlBlock> newDefaults, Dictionary<string, string> renames, Series from, Series to)
    {
        var key = block.Key!;
        var (oldDefault, newDefault) = (_baseDefaults.GetValueOrDefault(key), newDefaults.GetValueOrDefault(key));
        var setting = new RebasedSetting(key, SettingClass.Keep) { Value = block.Value, OldDefault = oldDefault?.Value, NewDefault = newDefault?.Value };
        if (renames.TryGetValue(key, out var name) && !_entries.ContainsKey(name) && newDefault is null && block.Text.StartsWith(key, StringComparison.Ordinal))
        {
            return setting with { Key = name, Former = key, Class = SettingClass.Renamed, NewDefault = newDefaults.GetValueOrDefault(name)?.Value, Note = $"was {key}" };
        }
        if (newDefault is null && !ReleaseNames.KollaVariables.Has(to, key))
        {
            var known = oldDefault is not null || ReleaseNames.KollaVariables.Has(from, key) || ReleaseNames.KollaSettings.SeriesOf(key).Count > 0;
            return known ? setting with { Class = SettingClass.Removed, Note = $"{to} does not know it: Ansible ignores it without a word" } : setting with { Note = "not one of kolla-ansible's: yours" };
        }
        if (key == "openstack_release" && block.Meaning != YamlMeaning.Of(to.Name)) return setting with { Class = SettingClass.Stale, Note = $"pins the images to a release that is not {to}: take it out, the tool knows its own" };
        // What both samples set, nobody chose: it is there for the tool's sake.
        if (newDefault is { Kind: YamlBlockKind.Entry } && newDefault.Meaning == block.Meaning && oldDefault is { Kind: YamlBlockKind.Entry }) return setting;
        if (newDefault is not null && newDefault.Meaning == block.Meaning) return setting with { Class = SettingClass.Redundant, Note = "the default is the same" };
        return oldDefault is not null && newDefault is not null && oldDefault.Meaning == block.Meaning ? setting with { Class = SettingClass.Stale, Note = "the old default; the new one is another" } : setting;
    }

    private static Dictionary<string, string> Renames(Series from, Series to)
    {
        var renames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (old, name) in Series.All.Where(series => series.Index > from.Index && series.Index <= to.Index).SelectMany(static series => UpgradeKnowledge.Kolla.Of(series.Name).Settings)) renames[old] = name;
        return renames;
    }

    /// <summary>A sample's defaults; of a key that is there more than once, the one that is set or else the first.</summary>
    private static Dictionary<string, YamlBlock> Defaults(IReadOnlyList<YamlBlock> blocks)
    {
        var defaults = new Dictionary<string, YamlBlock>(StringComparer.Ordinal);
        foreach (var block in blocks.Where(static block => block.Key is not null)) if (block.Kind == YamlBlockKind.Entry || !defaults.ContainsKey(block.Key!)) defaults[block.Key!] = block;
        return defaults;
    }
}
