namespace CniChain.Linux.Nftables;

/// <summary>Where in the packet's way a base chain sits. Values are NF_INET_* (linux/netfilter.h), which the bridge family shares (NF_BR_*); netdev and arp number their own.</summary>
public enum NftHook : uint
{
    /// <summary>NF_INET_PRE_ROUTING.</summary>
    Prerouting = 0,

    /// <summary>NF_INET_LOCAL_IN.</summary>
    Input = 1,

    /// <summary>NF_INET_FORWARD.</summary>
    Forward = 2,

    /// <summary>NF_INET_LOCAL_OUT.</summary>
    Output = 3,

    /// <summary>NF_INET_POST_ROUTING.</summary>
    Postrouting = 4,

    /// <summary>NF_INET_INGRESS; in the netdev family it is sent as NF_NETDEV_INGRESS (0).</summary>
    Ingress = 5,
}
