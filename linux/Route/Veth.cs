namespace CniChain.Linux.Route;

/// <summary>Attributes of a veth (linux/veth.h).</summary>
internal static class Veth
{
    public const ushort VETH_INFO_PEER = 1;
}
