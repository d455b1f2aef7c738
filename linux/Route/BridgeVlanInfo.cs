using System.Runtime.InteropServices;

namespace CniChain.Linux.Route;

/// <summary>struct bridge_vlan_info (linux/if_bridge.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BridgeVlanInfo
{
    public const int Size = 4;

    public ushort flags;
    public ushort vid;
}
