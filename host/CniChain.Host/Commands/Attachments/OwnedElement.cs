using CniChain.Linux.Nftables;

namespace CniChain.Host.Commands;

/// <summary>An element of an nf_tables set or map, in nft's words.</summary>
/// <param name="Table">Such as "inet cnichain_ports".</param>
/// <param name="Set">The set's or map's name.</param>
/// <param name="Key">Such as "tcp . 8080".</param>
/// <param name="Data">Such as "10.88.0.2 . 80"; null in a set.</param>
internal sealed record OwnedElement(string Table, string Set, string Key, string? Data)
{
    public static OwnedElement Of(NftSet set, NftElement element) => new(
        set.Reference.Table.ToString(),
        set.Reference.Name,
        element.Key.As(set.Key).ToString(),
        element.Data is not { } data ? null : data.Verdict?.ToString() ?? data.Value.As(set.Data).ToString());
}
