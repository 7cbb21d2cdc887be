using System.CommandLine;
using Racklight.Secrets.Generating;
using Racklight.Secrets.Merging;
using Racklight.Secrets.Rotating;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret</c>.</summary>
internal static class SecretCommands
{
    public static Command Create() => new("secret", "Secrets: values in files that Ansible Vault encrypts")
    {
        EncryptCommand.Create(),
        DecryptCommand.Create(),
        ViewCommand.Create(),
        GetCommand.Create(),
        EditCommand.Create(),
        RekeyCommand.Create(),
        EncryptStringCommand.Create(),
        CheckCommand.Create(),
        DiffCommand.Create(),
        MergeDriverCommand.Create(),
        GenerateCommand.Create(),
        MergeCommand.Create(),
        RotateCommand.Create(),
    };
}
