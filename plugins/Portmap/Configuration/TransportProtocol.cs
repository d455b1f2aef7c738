namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>The protocols whose ports can be published. Values are IP protocol numbers, linux/in.h.</summary>
internal enum TransportProtocol : byte
{
    /// <summary>IPPROTO_TCP.</summary>
    Tcp = 6,

    /// <summary>IPPROTO_UDP.</summary>
    Udp = 17,

    /// <summary>IPPROTO_SCTP.</summary>
    Sctp = 132,
}
