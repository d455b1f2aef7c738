namespace CniChain.Linux.Netlink;

/// <summary>What a receive found.</summary>
internal enum NetlinkReceived
{
    /// <summary>A whole datagram.</summary>
    Datagram,

    /// <summary>Nothing within the time given.</summary>
    Nothing,

    /// <summary>One larger than the buffer, which is gone; the buffer has grown for the next.</summary>
    Truncated,

    /// <summary>ENOBUFS: the kernel had more to say than the socket's receive buffer holds.</summary>
    Lost,
}
