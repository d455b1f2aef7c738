namespace CniChain.Plugins.Dhcp.V6;

/// <summary>The messages between clients and servers (RFC 8415, 7.3).</summary>
internal enum MessageType : byte
{
    Solicit = 1,
    Advertise = 2,
    Request = 3,
    Confirm = 4,
    Renew = 5,
    Rebind = 6,
    Reply = 7,
    Release = 8,
    Decline = 9,
    Reconfigure = 10,
    InformationRequest = 11,
}
