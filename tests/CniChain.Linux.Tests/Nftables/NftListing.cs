using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>What `nft list` says and `nft -f` takes.</summary>
internal static class NftListing
{
    /// <summary>Loads a ruleset's text in a namespace.</summary>
    public static void Load(TestNamespace ns, string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            ns.Exec($"nft -f {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The lines of one chain between its braces, without indentation; a base chain's first line is its hook.</summary>
    public static string[] Rules(TestNamespace ns, NftTable table, string chain)
    {
        var lines = ns.Exec($"nft list chain {table} {chain}").Split('\n', StringSplitOptions.TrimEntries);
        return [.. lines.Skip(2).TakeWhile(line => line != "}")];
    }
}
