namespace CniChain.Linux.Route;

/// <summary>Tables and flags of routes (linux/rtnetlink.h).</summary>
internal static class RtTable
{
    public const byte RT_TABLE_UNSPEC = 0;
    public const byte RT_TABLE_MAIN = 254;
    public const byte RTNH_F_ONLINK = 4;
}
