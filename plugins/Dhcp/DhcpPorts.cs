namespace CniChain.Plugins.Dhcp;

/// <summary>The UDP ports of DHCPv4 (RFC 2131, 4.1) and DHCPv6 (RFC 8415, 7.2).</summary>
internal static class DhcpPorts
{
    public const int Server = 67;
    public const int Client = 68;
    public const int Server6 = 547;
    public const int Client6 = 546;
}
