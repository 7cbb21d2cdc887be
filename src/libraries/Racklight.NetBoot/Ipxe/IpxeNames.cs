namespace Racklight.NetBoot.Ipxe;

/// <summary>Names that a script makes itself: kept to what every iPXE reads as one plain word.</summary>
internal static class IpxeNames
{
    /// <summary>Checks the name of a label; <c>goto</c> compares it byte for byte.</summary>
    public static string Label(string name) => Check(name, "label", static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Checks the name of a variable. '/' would be a scope, ':' a type and '.' an option number.</summary>
    public static string Variable(string name) => Check(name, "variable", static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Checks the name of an image: it must survive as part of <c>initrd=NAME</c> on a kernel's command line.</summary>
    public static string Image(string name) => Check(name, "image", static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Checks the path of a file in an initramfs: plain words, since iPXE knows no quoting.</summary>
    public static string Path(string path)
    {
        var good = path.Length is > 1 and <= 200 && path[0] == '/' && path[1..].Split('/').All(static part => part.Length > 0 && part.Any(static c => c != '.') && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+'));
        return good ? path : throw new IpxeSyntaxException($"'{path}' cannot be a file's path in an initramfs: want /NAME or /DIRECTORY/NAME of letters, digits and - _ . +");
    }

    private static string Check(string name, string kind, Func<char, bool> allowed)
    {
        if (name.Length is 0 or > 40 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(allowed))
        {
            throw new IpxeSyntaxException($"'{name}' cannot be the name of a{(kind[0] == 'i' ? "n" : "")} {kind}: want 1 to 40 letters, digits and hyphens, a letter or digit first");
        }
        return name;
    }
}
