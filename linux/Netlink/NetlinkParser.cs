namespace CniChain.Linux.Netlink;

/// <summary>Reads a message into a value. The socket it came from must not be used inside.</summary>
public delegate T NetlinkParser<out T>(NetlinkMessage message);
