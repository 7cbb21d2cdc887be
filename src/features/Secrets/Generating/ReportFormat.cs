using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Secrets.Generating;

/// <summary><c>-o</c> without its long name, for verbs where <c>--output</c> names a file as it does for ansible-vault.</summary>
internal static class ReportFormat
{
    /// <summary><c>-o table|json|yaml</c>.</summary>
    public static Option<OutputFormat> Option()
    {
        var shared = CommonOptions.Output();
        return new Option<OutputFormat>("-o") { Description = shared.Description, HelpName = shared.HelpName, CustomParser = shared.CustomParser };
    }
}
