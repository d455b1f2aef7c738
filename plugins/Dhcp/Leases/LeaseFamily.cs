namespace CniChain.Plugins.Dhcp;

/// <summary>By which protocol a lease was got.</summary>
internal enum LeaseFamily
{
    IPv4 = 4,
    IPv6 = 6,
}
