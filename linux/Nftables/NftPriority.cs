namespace CniChain.Linux.Nftables;

/// <summary>The named priorities of base chains (enum nf_ip_hook_priorities, linux/netfilter_ipv4.h; bridge: linux/netfilter_bridge.h).</summary>
public static class NftPriority
{
    /// <summary><c>raw</c>: before connection tracking.</summary>
    public const int Raw = -300;

    /// <summary><c>mangle</c>.</summary>
    public const int Mangle = -150;

    /// <summary><c>dstnat</c>: rewriting destinations, in prerouting and output.</summary>
    public const int DestinationNat = -100;

    /// <summary><c>filter</c>.</summary>
    public const int Filter = 0;

    /// <summary><c>security</c>.</summary>
    public const int Security = 50;

    /// <summary><c>srcnat</c>: rewriting sources, in postrouting and input.</summary>
    public const int SourceNat = 100;

    /// <summary><c>filter</c> of the bridge family.</summary>
    public const int BridgeFilter = -200;

    /// <summary><c>dstnat</c> of the bridge family.</summary>
    public const int BridgeDestinationNat = -300;
}
