namespace CniChain.Plugins.Dhcp.V4;

/// <summary>The messages of DHCP (RFC 2132, 9.6).</summary>
internal enum MessageType : byte
{
    Discover = 1,
    Offer = 2,
    Request = 3,
    Decline = 4,
    Ack = 5,
    Nak = 6,
    Release = 7,
    Inform = 8,
}
