using System.Reflection;
using Racklight;
using Racklight.App.CommandLine;

// Scripts ask for the version often, and the answer needs none of the commands.
if (args is ["--version"])
{
    Console.WriteLine(typeof(CommandTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return ExitCodes.Done;
}

return await CommandLineProgram.RunAsync(CommandTree.Create(), args);
