using System.Runtime.InteropServices;
using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins;

/// <summary>One namespace, the host's or the container's, with the sockets that a verb needs there, each opened once at most.</summary>
internal sealed class NetworkSide : IDisposable
{
    private RouteSocket? _route;
    private NftSocket? _nft;

    private NetworkSide(NetworkNamespace ns) => Namespace = ns;

    public NetworkNamespace Namespace { get; }

    public RouteSocket Route => _route ??= RouteSocket.Open(Namespace);

    public NftSocket Nft => _nft ??= NftSocket.Open(Namespace);

    /// <summary>Whether the kernel has nf_tables. Without it there is nothing of it to remove.</summary>
    public bool HasNftables
    {
        get
        {
            try
            {
                Nft.GetGeneration();
                return true;
            }
            catch (LinuxException e) when (e.Errno == LibC.EPROTONOSUPPORT || e.Errno == LibC.EOPNOTSUPP || e.Errno == LibC.EINVAL)
            {
                // EPROTONOSUPPORT: no nfnetlink. EINVAL: nfnetlink without the nf_tables subsystem.
                return false;
            }
        }
    }

    /// <summary>Runs an action inside. The socket that is needed next is opened on the way: by itself it would be another way there and back.</summary>
    public void RunInside(Action action) => Namespace.Run(() =>
    {
        _ = Route;
        action();
    });

    public static NetworkSide Open(SafeHandle handle) => new(NetworkNamespace.FromHandle(handle));

    public void Dispose()
    {
        _route?.Dispose();
        _nft?.Dispose();
        Namespace.Dispose();
    }
}
