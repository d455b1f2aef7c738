using System.Security.Cryptography;
using System.Text;

namespace CniChain.Host.Commands;

/// <summary>A container, as a person names one.</summary>
/// <param name="NetnsPath">Its network namespace; empty when only the id was given.</param>
/// <param name="Id">Its id.</param>
internal sealed record ContainerTarget(string NetnsPath, string Id)
{
    /// <summary>What ids begin with that are made of a namespace's path.</summary>
    public const string MadePrefix = "cnitool-";

    /// <summary>How many hexadecimal digits follow.</summary>
    public const int MadeDigits = 20;

    private const string NamedFolder = "/run/netns";

    /// <summary>Reads a name.</summary>
    /// <param name="text">
    /// Digits are a process id, whether it still lives or not, so that del finds what add did; a text with '/' is a path;
    /// anything else a name in /run/netns. Null when only an id was given.
    /// </param>
    /// <param name="id">The id; null makes it from the path.</param>
    public static ContainerTarget Of(string? text, string? id)
    {
        var path = text switch
        {
            null => "",
            _ when text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') => $"/proc/{text}/ns/net",
            _ when text.Contains('/', StringComparison.Ordinal) => Path.GetFullPath(text),
            _ => Path.Combine(NamedFolder, text),
        };
        return new ContainerTarget(path, id ?? DefaultId(path));
    }

    /// <summary>The id cnitool makes of an absolute path, so that one can undo what the other did.</summary>
    public static string DefaultId(string netnsPath) =>
        MadePrefix + Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(netnsPath)).AsSpan(0, MadeDigits / 2));

    /// <summary>The namespaces that have a name, for completion.</summary>
    public static IEnumerable<string> Names() =>
        Directory.Exists(NamedFolder) ? Directory.EnumerateFiles(NamedFolder).Select(f => Path.GetFileName(f)) : [];
}
