using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>An rtnetlink socket: links, addresses, routes and neighbours of one namespace (rtnetlink(7)).</summary>
/// <remarks>It stays in the namespace it is opened in and works from any thread, for one user at a time.</remarks>
public sealed partial class RouteSocket : IDisposable
{
    // More answers than this might not fit the socket's receive buffer together.
    private const int MaxRequestsInFlight = 512;

    private readonly NetlinkSocket _socket;

    private RouteSocket(NetlinkSocket socket) => _socket = socket;

    /// <summary>The namespace it is in, by <see cref="NetworkNamespace.Identity"/>; null when the kernel does not tell.</summary>
    internal (ulong Device, ulong Inode)? Namespace => _socket.Namespace;

    /// <summary>Opens a socket.</summary>
    /// <param name="ns">The namespace to open it in; null means the calling thread's.</param>
    /// <exception cref="LinuxException">The socket could not be opened, or the namespace not be entered.</exception>
    public static RouteSocket Open(NetworkNamespace? ns = null) => new(NetlinkSocket.Open(NetlinkProtocol.Route, ns));

    /// <summary>Sends requests together and reads every answer.</summary>
    /// <remarks>They are done in their order, and the kernel goes on with the next after one has failed.</remarks>
    /// <exception cref="NetlinkException">The first request that failed.</exception>
    public void Execute(params ReadOnlySpan<NetlinkRequest> requests)
    {
        var failures = TryExecute(requests);
        if (failures.Count > 0)
        {
            throw failures[0];
        }
    }

    /// <summary>Sends requests together, reads every answer and returns the failures, in the order of the requests.</summary>
    /// <remarks>
    /// They are done in their order, and the kernel goes on with the next after one has failed.
    /// A single <see cref="LinkRequest.Delete(int)"/> that meets others, by other sockets of this process in the same namespace, goes to
    /// the kernel together with them; each caller gets the outcome of its own. It returns when the link has left the namespace; the kernel frees
    /// it some 20 ms later.
    /// </remarks>
    public IReadOnlyList<NetlinkException> TryExecute(params ReadOnlySpan<NetlinkRequest> requests) =>
        requests is [{ DeletedLink: { } index } deletion]
            ? LinkDeletions.Delete(this, deletion, index) is { } failure ? [failure] : []
            : TryExecuteAlone(requests);

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    /// <summary>Another socket in the same namespace; null when that is not known, or a simulated one.</summary>
    internal NetlinkTransport? TryOpenBeside() => _socket.TryOpenBeside();

    /// <summary>As <see cref="TryExecute"/>, without company.</summary>
    internal IReadOnlyList<NetlinkException> TryExecuteAlone(params ReadOnlySpan<NetlinkRequest> requests)
    {
        if (requests.Length <= MaxRequestsInFlight)
        {
            return _socket.TryExecute(requests);
        }

        var failures = new List<NetlinkException>();
        for (var start = 0; start < requests.Length; start += MaxRequestsInFlight)
        {
            var part = requests.Slice(start, Math.Min(MaxRequestsInFlight, requests.Length - start));
            foreach (var failure in _socket.TryExecute(part))
            {
                failures.Add(new NetlinkException(
                    failure.Operation, failure.Errno, failure.KernelMessage, failure.Offset, start + failure.RequestIndex));
            }
        }

        return failures;
    }
}
