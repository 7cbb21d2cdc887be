using System.Text;

namespace Racklight.Secrets.Editing;

/// <summary>The user's editor, told to leave nothing behind: no swap file, no backup, no undo file, no history.</summary>
/// <param name="Program">What is run.</param>
/// <param name="Arguments">What comes before the file.</param>
/// <param name="Known">False for an editor whose habits are not known here.</param>
internal sealed record Editor(string Program, IReadOnlyList<string> Arguments, bool Known)
{
    private static readonly string[] Usual = ["editor", "vi", "nano"];
    private static readonly string[] Vim = ["-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile noswapfile"];

    /// <summary>From VISUAL, EDITOR, or the first of editor (Debian's choice of its user), vi and nano that is installed.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public static Editor Choose(Func<string, string?> variable)
    {
        var words = Words(variable("VISUAL") is { Length: > 0 } visual ? visual : variable("EDITOR") is { Length: > 0 } editor ? editor : First(variable) ?? throw new ProblemException("there is no editor", "EDITOR=nano", ExitCodes.Outside));
        var own = Options(Name(words[0], variable));
        return new Editor(words[0], [.. words.Skip(1), .. own ?? []], own is not null);
    }

    /// <summary>The flags of an editor by the name of its program; null for an unknown one.</summary>
    internal static IReadOnlyList<string>? Options(string name) => name switch
    {
        // After the user's settings, which may switch any of these on. -i NONE: no registers in viminfo.
        _ when name.StartsWith("vim", StringComparison.Ordinal) || name is "nvim" or "view" or "gvim" => Vim,
        // Its rc file may ask for backups, history and a lock file; nano has no flags against those.
        "nano" or "rnano" => ["--ignorercfiles"],
        "mg" => ["-n"],
        _ when name.StartsWith("emacs", StringComparison.Ordinal) && name != "emacsclient" =>
            ["--no-desktop", "--eval", "(setq make-backup-files nil auto-save-default nil auto-save-list-file-prefix nil create-lockfiles nil savehist-mode nil recentf-mode nil)"],
        "busybox" or "ed" or "cat" => [],
        _ => null,
    };

    /// <summary>The program that a name leads to: Debian's vi is a link to the vim that is installed.</summary>
    private static string Name(string program, Func<string, string?> variable)
    {
        var path = program.Contains('/', StringComparison.Ordinal) ? program : Find(program, variable);
        return Path.GetFileName(path is null ? program : Racklight.Yaml.BoundedFile.RealPath(path));
    }

    private static string? First(Func<string, string?> variable) => Array.Find(Usual, program => Find(program, variable) is not null);

    private static string? Find(string program, Func<string, string?> variable)
        => (variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    /// <summary>Words as a shell splits them: blanks, quotes, backslashes; nothing is expanded.</summary>
    internal static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var any = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && c is '\'' or '"') (quote, any) = (c, true);
            else if (c == '\\' && quote != '\'' && i + 1 < text.Length) word.Append(text[++i]);
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (any || word.Length > 0) words.Add(word.ToString());
                word.Clear();
                any = false;
            }
            else word.Append(c);
        }
        if (any || word.Length > 0) words.Add(word.ToString());
        return words.Count > 0 ? words : throw new ProblemException("EDITOR holds nothing but blanks", "EDITOR=nano");
    }
}
