using System.Security.Cryptography;

namespace CniChain.Host;

/// <summary>
/// The optional list that pins plugins: <c>/etc/cnichain/plugins.sha256</c>, as <c>sha256sum</c> writes it. Where there is one, a
/// plugin is loaded only when every file of it that can be loaded is listed with the sum it has.
/// </summary>
/// <remarks>
/// A relative name is one below any plugin directory, so that <c>cd DIR; find * -type f | xargs sha256sum</c> makes a list that holds on
/// every node. Files for people (symbols, documentation) need not be listed.
/// </remarks>
internal sealed class PluginSums
{
    private const int SumLength = 64;
    private readonly string _list;
    private readonly Dictionary<string, string> _sums;

    private PluginSums(string list, Dictionary<string, string> sums)
    {
        _list = list;
        _sums = sums;
    }

    /// <summary>Reads the list.</summary>
    /// <param name="configDirectory">The folder it lies in.</param>
    /// <returns>The list; null when there is none.</returns>
    /// <exception cref="CniException">Code 7: somebody else could write it, or a line is not one. 5: it cannot be read.</exception>
    public static PluginSums? Read(string configDirectory)
    {
        var list = Path.Combine(configDirectory, "plugins.sha256");
        if (!FileStamp.Of(list).Exists)
        {
            return null;
        }

        FileTrust.RequireReachedThroughRoot(list, "list of plugin sums");
        try
        {
            return new PluginSums(list, Parse(File.ReadAllLines(list), list));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.IoFailure, $"{list} cannot be read, so no plugin is loaded: {e.Message}", null, e);
        }
    }

    /// <summary>Refuses a plugin with a file that is not listed, or not as it is listed.</summary>
    /// <param name="root">The plugin directory, which relative names in the list start from.</param>
    /// <param name="files">The plugin's files.</param>
    /// <exception cref="CniException">Code 7: names the file and the list.</exception>
    public void Require(string root, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            if (!CanBeLoaded(file))
            {
                continue;
            }

            if (!_sums.TryGetValue(file, out var expected) && !_sums.TryGetValue(Path.GetRelativePath(root, file), out expected))
            {
                throw Refused($"{file} is not listed in {_list}, so it is not loaded; add its line (sha256sum {file}) or take it away");
            }

            using var stream = File.OpenRead(file);
            var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (actual != expected)
            {
                throw Refused($"{file} has the SHA-256 sum {actual}, {_list} says {expected}, so it is not loaded; install the file that was meant, or correct the list");
            }
        }
    }

    private static Dictionary<string, string> Parse(string[] lines, string list)
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            // coreutils: the sum, a blank, a blank or '*', the name.
            if (line.Length < SumLength + 3 || !line[..SumLength].All(char.IsAsciiHexDigit) || line[SumLength] != ' ' || line[SumLength + 1] is not (' ' or '*'))
            {
                throw Refused($"{list}, line {i + 1}: \"{line}\" is no line of sha256sum, so no plugin is loaded; write 64 hex digits, two blanks, the file");
            }

            var name = line[(SumLength + 2)..];
            sums[name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name] = line[..SumLength].ToLowerInvariant();
        }

        return sums;
    }

    /// <summary>Assemblies and native libraries, whatever they end in, and what says which of them are loaded.</summary>
    private static bool CanBeLoaded(string file) =>
        !file.EndsWith(".pdb", StringComparison.Ordinal)
        && !file.EndsWith(".xml", StringComparison.Ordinal)
        && !file.EndsWith(".md", StringComparison.Ordinal)
        && !file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal);

    private static CniException Refused(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
