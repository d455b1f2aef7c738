namespace CniChain.Linux.Route;

/// <summary>Address families as the kernel numbers them, which is not how .NET does (linux/socket.h).</summary>
internal static class Af
{
    public const byte AF_UNSPEC = 0;
    public const byte AF_INET = 2;
    public const byte AF_BRIDGE = 7;
    public const byte AF_INET6 = 10;
}
