namespace CniChain.Linux.Route;

/// <summary>What every new link, a veth's second end included, may be given at its creation.</summary>
/// <remarks>
/// No alias: the kernel ignores IFLA_IFALIAS in a message that creates (rtnl_create_link); send <see cref="LinkChange.Alias"/> after it.
/// </remarks>
public abstract record LinkEndOptions
{
    /// <summary>Its name, 1 to 15 bytes without blank, slash and colon. A <c>%d</c> becomes the first free number.</summary>
    public required string Name { get; init; }

    /// <summary>The largest packet in bytes; null leaves it to the driver (mostly 1500).</summary>
    public int? Mtu { get; init; }

    /// <summary>Its link-layer address; null leaves it to the driver, which makes a random one.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The group it is in; null means 0, the default group.</summary>
    public uint? Group { get; init; }

    /// <summary>How many packets may wait to be sent; null leaves it to the driver (mostly 1000).</summary>
    public uint? TxQueueLength { get; init; }

    /// <summary>
    /// How many queues it has in each direction at most, 1 to 4096 (IFLA_NUM_TX_QUEUES, IFLA_NUM_RX_QUEUES); null leaves it to the driver.
    /// </summary>
    /// <remarks>
    /// The driver of a veth makes one for each possible processor (since Linux 5.14) and puts all but one out of use at once, until ethtool -L asks
    /// for more: a quarter of the time that a creation takes with two processors.
    /// </remarks>
    public uint? Queues { get; init; }

    /// <summary>The namespace to create it in; null means the socket's. Must stay open until the request is sent.</summary>
    public NetworkNamespace? Namespace { get; init; }
}
