using System.Globalization;

namespace CniChain.Plugins.Macvlan.Namespaces;

/// <summary>The network namespaces this process can reach: those of processes, and those that a mount keeps (<c>ip netns</c>, runtimes).</summary>
/// <remarks>One that only a descriptor or a socket of some process keeps is not among them; it ends with that process.</remarks>
internal static class NamespaceWalk
{
    private const string Processes = "/proc";
    private const string Mounts = "/proc/self/mountinfo";

    /// <summary>A path to each, every namespace once. It may be gone by the time it is opened.</summary>
    public static IEnumerable<string> Paths()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, path) in OfMounts())
        {
            if (seen.Add(name))
            {
                yield return path;
            }
        }

        foreach (var folder in Directory.EnumerateDirectories(Processes))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && NameOf($"{folder}/ns/net") is { } name && seen.Add(name))
            {
                yield return $"{folder}/ns/net";
            }
        }
    }

    /// <summary>What the kernel calls the namespace: "net:[4026531840]".</summary>
    private static string? NameOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            // The process has ended.
            return null;
        }
    }

    // proc_pid_mountinfo(5): id parent major:minor root mountpoint options... - type source options
    private static IEnumerable<(string Name, string Path)> OfMounts()
    {
        foreach (var line in File.ReadLines(Mounts))
        {
            var fields = line.Split(' ');
            if (fields.Length > 4 && fields[3].StartsWith("net:[", StringComparison.Ordinal))
            {
                yield return (fields[3], Unescape(fields[4]));
            }
        }
    }

    /// <summary>Blank, tab, newline and backslash are written as three octal digits.</summary>
    private static string Unescape(string text) => text
        .Replace(@"\040", " ", StringComparison.Ordinal)
        .Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\012", "\n", StringComparison.Ordinal)
        .Replace(@"\134", @"\", StringComparison.Ordinal);
}
