using System.Text;

namespace Racklight.NetBoot.Tftp;

/// <summary>Turns a name from the wire into the one form that files are looked up by.</summary>
internal static class TftpName
{
    /// <summary>
    /// Cleans a name: backslashes become slashes; leading, doubled and trailing slashes and <c>.</c> segments go; so do the trailing
    /// 0xFF, spaces and control characters that some firmware leaves behind a DHCP option's text. False, with the name made
    /// printable, when what is left is empty, climbs (<c>..</c>) or still holds control characters.
    /// </summary>
    public static bool TryClean(string raw, out string name)
    {
        var end = raw.Length;
        while (end > 0 && IsJunk(raw[end - 1])) end--;
        var text = new StringBuilder(end);
        var safe = true;
        foreach (var part in raw.AsSpan(0, end).ToString().Replace('\\', '/').Split('/'))
        {
            if (part.Length == 0 || part == ".") continue;
            if (part == "..") safe = false;
            if (text.Length > 0) text.Append('/');
            foreach (var c in part)
            {
                var printable = c >= ' ' && c is not ('\u007f' or '\u00ff');
                if (!printable) safe = false;
                text.Append(printable ? c : '?');
            }
        }
        // Names beyond ASCII come as UTF-8 bytes from those that use them at all.
        name = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.ToString()));
        return safe && name.Length > 0;
    }

    private static bool IsJunk(char c) => c is <= ' ' or '\u007f' or '\u00ff';
}
