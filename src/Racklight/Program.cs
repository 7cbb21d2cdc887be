using System.Reflection;
using System.Security.Cryptography;
using Racklight;
using Racklight.App.CommandLine;

// Scripts ask for the version often, and the answer needs none of the commands.
if (args is ["--version"])
{
    Console.WriteLine(typeof(CommandTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return ExitCodes.Done;
}

// The library of ciphers takes milliseconds to load: it does so while the commands are being built.
if (args is ["secret", ..]) _ = Task.Run(static () => SHA256.HashData([]));

return await CommandLineProgram.RunAsync(CommandTree.For(args), args);
