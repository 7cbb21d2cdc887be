using Microsoft.AspNetCore.Http;

namespace Racklight.Deploys.Rebasing.Review.Pages;

/// <summary>What the page's address says: which settings, from and to which release, and every choice. Nothing of a review is kept on the server.</summary>
public sealed record RebaseQuery
{
    /// <summary>The page's path.</summary>
    public const string Page = "/deploys/rebase";

    private const int Longest = 300;
    private const int MostChoices = 1000;

    /// <summary>The longest address that the server takes, with room for the rest of a request line.</summary>
    private const int LongestAddress = 7500;

    /// <summary>The settings' path in the site; empty: the first.</summary>
    public string Config { get; init; } = "";

    /// <summary>The release that they are for; empty: as they tell.</summary>
    public string From { get; init; } = "";

    /// <summary>The new release; empty: the newest.</summary>
    public string To { get; init; } = "";

    /// <summary>The class that is shown; empty: all.</summary>
    public string Class { get; init; } = "";

    /// <summary>What the settings are searched for; empty: nothing.</summary>
    public string Words { get; init; } = "";

    /// <summary>Settings that go back to the default.</summary>
    public IReadOnlyList<string> Out { get; init; } = [];

    /// <summary>True when the address with these values is one that the server takes.</summary>
    public bool Fits => Link().Length <= LongestAddress;

    /// <summary>Reads it.</summary>
    public static RebaseQuery Read(IQueryCollection query)
    {
        string Text(string name) => query[name].ToString() is { Length: <= Longest } text ? text : "";
        return new RebaseQuery { Config = Text("config"), From = Text("from"), To = Text("to"), Class = Text("class"), Words = Text("q"), Out = [.. query["out"].OfType<string>().Where(static key => key.Length is > 0 and <= Longest).Distinct().Take(MostChoices)] };
    }

    /// <summary>The values that are not empty, by name.</summary>
    public IEnumerable<(string Name, string Value)> Values
        => new[] { ("config", Config), ("from", From), ("to", To), ("class", Class), ("q", Words) }.Where(static pair => pair.Item2.Length > 0).Concat(Out.Select(static key => ("out", key)));

    /// <summary>True for a setting that the address lets through: the page filters without a script too.</summary>
    public bool Shows(RebasedSetting setting)
        => (Class.Length == 0 || Class == RebaseView.Word(setting.Class)) && Words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(setting.Key.ToLowerInvariant().Contains);

    /// <summary>The page's address, or that of something below it.</summary>
    public string Link(string below = "") => Page + below + "?" + string.Join('&', Values.Select(static pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
}
