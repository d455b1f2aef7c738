using System.Runtime.InteropServices;

namespace CniChain.Linux.Netfilter;

/// <summary>struct nfgenmsg (linux/netfilter/nfnetlink.h): the header of every message to netfilter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NfGenMsg
{
    public const int Size = 4;

    public byte nfgen_family;
    public byte version;

    /// <summary>The subsystem, of a batch's first and last message; big-endian.</summary>
    public ushort res_id;
}
