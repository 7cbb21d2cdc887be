using System.CommandLine;

namespace Racklight.App.CommandLine;

/// <summary>The form in which a command prints its result.</summary>
public enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For both.</summary>
    Yaml,
}

/// <summary>The options that many commands share, each spelled and explained in one place.</summary>
public static class CommonOptions
{
    /// <summary><c>-o, --output table|json|yaml</c>.</summary>
    public static Option<OutputFormat> Output() => new("--output", "-o")
    {
        Description = "How to print the result: table (if not given), json or yaml",
        HelpName = "table|json|yaml",
        CustomParser = result => result.Tokens[0].Value.ToLowerInvariant() switch
        {
            "table" => OutputFormat.Table,
            "json" => OutputFormat.Json,
            "yaml" => OutputFormat.Yaml,
            var other => Fail(result, $"-o {other}: want table, json or yaml", OutputFormat.Table),
        },
    };

    private static T Fail<T>(System.CommandLine.Parsing.ArgumentResult result, string message, T value)
    {
        result.AddError(message);
        return value;
    }
}
