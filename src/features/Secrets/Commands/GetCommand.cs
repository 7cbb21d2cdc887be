using System.CommandLine;
using System.Text;
using Racklight.App.CommandLine;
using Racklight.Vault.Inline;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Commands;

/// <summary><c>racklight secret get</c>.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        var vault = new VaultOptions();
        var key = new Argument<string>("key") { Description = "The key; of a nested value its path: nova_ssh_key.private_key, users[0].password" };
        var file = new Argument<string>("file") { Description = "The file; - is standard input" };
        var bare = new Option<bool>("--no-newline", "-n") { Description = "Print no line end behind the value" };
        var command = vault.AddTo(new Command("get", "Print one value of a file of secrets.") { key, file, bare }, encrypts: false)
            .WithExamples("racklight secret get keystone_admin_password passwords.yml", "racklight secret get nova_ssh_key.private_key passwords.yml > key");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Read, cancellationToken);
            var (name, path) = (parsed.GetValue(file)!, parsed.GetValue(key)!);
            using var secrets = SecretFile.From(name, VaultIo.Read(name), keyring);
            var text = SecretProblems.In(name, () => Find(name, secrets.Text, path));
            VaultIo.Print(Encoding.UTF8.GetBytes(parsed.GetValue(bare) || text.EndsWith('\n') ? text : text + "\n"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Find(string file, string text, string path)
    {
        var values = new Dictionary<string, YamlPart>(StringComparer.Ordinal);
        foreach (var root in YamlParts.Read(text, InlineVaults.Limits)) Collect(root, "", values);
        if (!values.TryGetValue(path, out var part))
        {
            var meant = NearestWord.Of(path, values.Keys.Where(static name => name.Length > 0));
            throw new ProblemException(new Problem($"there is no key `{path}`{(meant is null ? "" : $", did you mean `{meant}`?")}") { File = file }, ExitCodes.NotSo);
        }
        return part.Kind switch
        {
            YamlPartKind.Scalar => part.Text,
            YamlPartKind.Alias => throw new ProblemException(new Problem($"`{path}` is an alias (*{part.Text}): ask for the value that bears the anchor") { File = file, Line = part.Mark.Line }),
            _ => text[part.Start..part.End],
        };
    }

    private static void Collect(YamlPart part, string path, Dictionary<string, YamlPart> values)
    {
        values.TryAdd(path, part);
        foreach (var entry in part.Entries) Collect(entry.Value, path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}", values);
        for (var i = 0; i < part.Items.Count; i++) Collect(part.Items[i], $"{path}[{i}]", values);
    }
}
