namespace CniChain.Linux.Route;

/// <summary>Attributes and flags of a neighbour (linux/neighbour.h).</summary>
internal static class Nda
{
    public const ushort NDA_DST = 1;
    public const ushort NDA_LLADDR = 2;
    public const ushort NTF_PROXY = 8;
}
