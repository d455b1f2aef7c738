using CniChain.Linux.Nftables;
using CniChain.Linux.Route;

namespace CniChain.Benchmarks.Floor;

/// <summary>The sockets one thread works with.</summary>
internal sealed record FloorSockets(RouteSocket Route, NftSocket Nft) : IDisposable
{
    public void Dispose()
    {
        Route.Dispose();
        Nft.Dispose();
    }
}
