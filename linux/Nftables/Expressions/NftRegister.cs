namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Where expressions leave values for one another: 64 bytes, in 16 words of 4 bytes (enum nft_registers, linux/netfilter/nf_tables.h).</summary>
/// <param name="Number">The register's number on the wire.</param>
public readonly record struct NftRegister(uint Number)
{
    /// <summary>NFT_REG32_00.</summary>
    private const uint FirstWord = 8;

    /// <summary>NFT_REG32_COUNT.</summary>
    private const int Words = 16;

    /// <summary>NFT_REG_VERDICT: what becomes of the packet.</summary>
    public static NftRegister Verdict => default;

    /// <summary>The register that starts at a word.</summary>
    /// <param name="word">0 to 15.</param>
    /// <remarks>
    /// Word 4 is both NFT_REG_2 and NFT_REG32_04. The kernel takes either name; nft prefers the first, and so does this,
    /// so that messages can be compared with its.
    /// </remarks>
    public static NftRegister At(int word)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(word);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(word, Words);
        return new(word % 4 == 0 ? (uint)(word / 4) + 1 : FirstWord + (uint)word);
    }
}
