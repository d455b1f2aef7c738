namespace CniChain.Plugins.Dhcp;

/// <summary>The UDP ports of DHCPv4 (RFC 2131, 4.1).</summary>
internal static class DhcpPorts
{
    public const int Server = 67;
    public const int Client = 68;
}
