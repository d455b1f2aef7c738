namespace CniChain.Linux.Nftables;

/// <summary>What becomes of a packet, as the last word of a rule or the data of a verdict map.</summary>
/// <param name="Code">The verdict.</param>
/// <param name="Chain">The chain of a jump or goto; null for the others.</param>
public readonly record struct NftVerdict(NftVerdictCode Code, string? Chain = null)
{
    /// <summary>On to the next base chain of the hook.</summary>
    public static NftVerdict Accept => new(NftVerdictCode.Accept);

    /// <summary>The packet is gone.</summary>
    public static NftVerdict Drop => new(NftVerdictCode.Drop);

    /// <summary>Back to the calling chain.</summary>
    public static NftVerdict Return => new(NftVerdictCode.Return);

    /// <summary>On to the next rule.</summary>
    public static NftVerdict Continue => new(NftVerdictCode.Continue);

    /// <summary>Into a chain, coming back at its end.</summary>
    public static NftVerdict Jump(string chain) => new(NftVerdictCode.Jump, chain);

    /// <summary>Into a chain, not coming back.</summary>
    public static NftVerdict Goto(string chain) => new(NftVerdictCode.Goto, chain);

    /// <summary>As the nft tool writes it: <c>jump leaves</c>.</summary>
    public override string ToString()
    {
        var code = Code switch
        {
            NftVerdictCode.Accept => "accept",
            NftVerdictCode.Drop => "drop",
            NftVerdictCode.Return => "return",
            NftVerdictCode.Continue => "continue",
            NftVerdictCode.Jump => "jump",
            NftVerdictCode.Goto => "goto",
            _ => $"verdict {(int)Code}",
        };
        return Chain is null ? code : $"{code} {Chain}";
    }
}
