namespace CniChain.Linux.Route;

/// <summary>Attributes of an address (linux/if_addr.h).</summary>
internal static class Ifa
{
    public const ushort IFA_ADDRESS = 1;
    public const ushort IFA_LOCAL = 2;
    public const ushort IFA_LABEL = 3;
    public const ushort IFA_BROADCAST = 4;
    public const ushort IFA_FLAGS = 8;
}
