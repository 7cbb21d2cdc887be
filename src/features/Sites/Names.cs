namespace Racklight.Sites;

/// <summary>The forms that names have. A node's name becomes its host name, so all names are DNS labels (RFC 1123 §2.1), in lower case.</summary>
internal static class Names
{
    public const string Pattern = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    public const string Want = "a name of lower-case letters, digits and hyphens";

    // Entries carry versions in their names: ubuntu-24.04.
    public const string EntryPattern = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?";

    public const string EntryWant = "a name of lower-case letters, digits, hyphens and dots";

    public const string DomainPattern = @"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";

    public const string FilePattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public const string FileWant = "a file's name of letters, digits, dots, hyphens and underscores";

    public const string ValuePattern = "[A-Za-z_][A-Za-z0-9_]{0,63}";

    public const string ValueWant = "a name for a template: letters, digits and underscores";

    // A hyphen at the end would make apt remove the package instead.
    public const string PackagePattern = "[a-z0-9][a-z0-9+.-]*[a-z0-9+](:[a-z0-9]+)?(=[A-Za-z0-9.+:~-]+)?";

    public const string ArgumentPattern = @"[A-Za-z0-9_][A-Za-z0-9_.,:=/@%+~*!()\[\]-]*";

    // IFNAMSIZ of Linux is 16 with the NUL; a dot would look like a VLAN of another interface.
    public const string InterfacePattern = "[a-z][a-z0-9_-]{0,14}";

    public const string InterfaceWant = "an interface's name of at most 15 lower-case letters, digits, hyphens and underscores";

    public const string VlanPattern = "[1-9][0-9]{0,2}|[1-3][0-9]{3}|40[0-8][0-9]|409[0-4]";

    /// <summary>True for a name that a node, group, image, network, entry or channel may have.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > 63 || name[0] == '-' || name[^1] == '-') return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }
        return true;
    }
}
