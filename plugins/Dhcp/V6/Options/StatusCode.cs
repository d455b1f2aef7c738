namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>How an exchange went (RFC 8415, 21.13). Others count as <see cref="UnspecFail"/>.</summary>
internal enum StatusCode : ushort
{
    Success = 0,
    UnspecFail = 1,

    /// <summary>The server has none left.</summary>
    NoAddrsAvail = 2,

    /// <summary>The server does not know of the lease; it is to be requested anew.</summary>
    NoBinding = 3,

    /// <summary>The address is not of this network.</summary>
    NotOnLink = 4,

    /// <summary>The message came by unicast and must not; this client's never do.</summary>
    UseMulticast = 5,
}
