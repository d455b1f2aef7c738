using System.Text;

namespace CniChain;

/// <summary>The specification's rules for ids and names (CNI specification 1.1.0, sections 1 and 2; libcni's checks).</summary>
public static class CniNames
{
    /// <summary>The longest interface name the kernel takes, in bytes (IFNAMSIZ - 1).</summary>
    public const int MaxInterfaceNameBytes = 15;

    /// <summary>Whether a text is a container id: <c>^[A-Za-z0-9][A-Za-z0-9_.-]*\z</c>.</summary>
    /// <param name="text">The id; null is not one.</param>
    /// <returns>True when valid.</returns>
    public static bool IsContainerId(string? text) => IsName(text);

    /// <summary>Whether a text is a network name; the same expression as a container id.</summary>
    /// <param name="text">The name; null is not one.</param>
    /// <returns>True when valid.</returns>
    public static bool IsNetworkName(string? text) => IsName(text);

    /// <summary>What is wrong with an interface name, or null when nothing is.</summary>
    /// <param name="text">The name; null counts as empty.</param>
    /// <returns>The half sentence that follows the name, such as "is longer than 15 bytes".</returns>
    public static string? ExplainInterfaceName(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "is empty";
        }

        if (Encoding.UTF8.GetByteCount(text) > MaxInterfaceNameBytes)
        {
            return "is longer than 15 bytes";
        }

        if (text is "." or "..")
        {
            return "is a directory name";
        }

        foreach (var c in text)
        {
            if (c is '/' or ':' or '\0')
            {
                return "holds '/', ':' or NUL";
            }

            if (char.IsWhiteSpace(c))
            {
                return "holds white space";
            }
        }

        return null;
    }

    /// <summary>Whether a text can be a plugin type: not empty, no path separator, not "." or "..", no NUL.</summary>
    /// <param name="text">The type; null is not one.</param>
    /// <returns>True when valid.</returns>
    public static bool IsPluginType(string? text) =>
        !string.IsNullOrEmpty(text) && text is not ("." or "..") && text.AsSpan().IndexOfAny('/', '\\', '\0') < 0;

    private static bool IsName(string? text)
    {
        if (string.IsNullOrEmpty(text) || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
