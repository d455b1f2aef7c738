namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>"markMasqBit" and "externalSetMarkChain", of which the reference allows one.</summary>
internal static class MarkReader
{
    private const int HighestBit = 31;

    public static int? Read(ConfigSection root)
    {
        var bit = (int?)root.GetInteger("markMasqBit", 0, HighestBit);
        if (root.GetString("externalSetMarkChain") is { Length: > 0 } chain)
        {
            root.Invalid(
                "externalSetMarkChain",
                $"is \"{chain}\", the name of an iptables chain, which nftables rules cannot jump to; "
                    + (bit is null ? "leave the key out, or give \"markMasqBit\" the bit that chain sets" : "keep \"markMasqBit\" alone"));
        }

        return bit;
    }
}
