using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Images.Commands;

/// <summary><c>racklight image verify IMAGE</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var (reference, state) = (ImageCommandOptions.Reference(), ImageCommandOptions.State());
        var command = new Command("verify", "Read an image's files again and compare them with its manifest.") { reference, state }.WithExamples("racklight image verify minimal");
        command.SetAction(async (parsed, token) =>
        {
            var service = ImageCommandOptions.Open(parsed.GetValue(state)!);
            var image = await ImageCommandOptions.RequireAsync(service, parsed.GetValue(reference)!, token);
            var problems = await ImageVerifier.CheckAsync(image, service.Artifacts, token);
            Print.Problems(problems);
            if (problems.Count == 0) Console.Out.WriteLine($"{image.Manifest.Name} {image.Digest.Short}: every byte is as it was built");
            return problems.Count == 0 ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }
}
