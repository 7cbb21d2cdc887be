using System.CommandLine;
using Racklight.Bench;

return await new RootCommand("Servers to measure beside their peers.")
{
    BootCommand.Create(),
    TftpCommand.Create(),
    HttpCommand.Create(),
    ScriptCommand.Create(),
}.Parse(args).InvokeAsync();
