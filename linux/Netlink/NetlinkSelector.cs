namespace CniChain.Linux.Netlink;

/// <summary>Reads a message into a value, or passes over it.</summary>
/// <param name="message">The message, valid until the return.</param>
/// <param name="value">What was read; not looked at when false is returned.</param>
/// <returns>Whether the value is wanted. The socket must not be used inside.</returns>
public delegate bool NetlinkSelector<T>(NetlinkMessage message, out T? value);
