namespace CniChain.Linux.Route;

/// <summary>Attributes of a namespace's number (linux/net_namespace.h).</summary>
internal static class Netnsa
{
    public const ushort NETNSA_NSID = 1;
    public const ushort NETNSA_FD = 3;
    public const int NETNSA_NSID_NOT_ASSIGNED = -1;
}
