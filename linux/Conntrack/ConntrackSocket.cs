using CniChain.Linux.Netlink;
using Tmds.Linux;

namespace CniChain.Linux.Conntrack;

/// <summary>A socket to connection tracking: deletes connections.</summary>
/// <remarks>
/// A UDP "connection" lives on as long as packets keep coming, and keeps going where its first packet went. So whoever changes where a
/// port leads must delete those that know the old way. The socket stays in the namespace it is opened in; one user at a time.
/// </remarks>
public sealed class ConntrackSocket : IDisposable
{
    private readonly NetlinkSocket _socket;

    private ConntrackSocket(NetlinkSocket socket) => _socket = socket;

    /// <summary>Whether the kernel deletes by filter. One that does not is not asked twice.</summary>
    internal bool FiltersInKernel { get; set; } = true;

    /// <summary>Opens a socket.</summary>
    /// <param name="ns">The namespace whose connections it is about; null means the calling thread's.</param>
    /// <exception cref="LinuxException">The socket could not be opened, or the namespace not be entered.</exception>
    public static ConntrackSocket Open(NetworkNamespace? ns = null) => new(NetlinkSocket.Open(NetlinkProtocol.Netfilter, ns));

    /// <summary>Deletes the connections that match; none is fine.</summary>
    /// <exception cref="ArgumentException">The filter names nothing beside the protocol, or addresses of both IP versions.</exception>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public void Delete(ConntrackFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var families = ConntrackRequest.Families(filter);
        foreach (var family in families)
        {
            if (!FiltersInKernel || !TryFlush(filter, family))
            {
                DeleteOneByOne(filter, family);
            }
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    /// <returns>False when the kernel cannot: Linux before 6.12 or so.</returns>
    private bool TryFlush(ConntrackFilter filter, byte family)
    {
        var failures = _socket.TryExecute(ConntrackRequest.DeleteMatching(filter, family));
        if (failures.Count == 0)
        {
            return true;
        }

        // EOPNOTSUPP since 5.8. Before, the filter is not known and the message asks for the one connection with this tuple,
        // which is incomplete (EINVAL) or, with luck, not there (ENOENT).
        var errno = failures[0].Errno;
        if (errno != LibC.EOPNOTSUPP && errno != LibC.EINVAL && errno != LibC.ENOENT)
        {
            throw failures[0];
        }

        FiltersInKernel = false;
        return false;
    }

    private void DeleteOneByOne(ConntrackFilter filter, byte family)
    {
        var found = _socket.Dump(
            ConntrackRequest.List(family),
            (NetlinkMessage message, out NetlinkRequest? delete) =>
            {
                delete = ConntrackMatcher.Matches(message, filter) ? ConntrackRequest.DeleteOne(message) : null;
                return delete is not null;
            });
        foreach (var delete in found)
        {
            var failures = _socket.TryExecute(delete);
            if (failures.Count > 0 && failures[0].Errno != LibC.ENOENT)
            {
                // ENOENT: it ended by itself meanwhile.
                throw failures[0];
            }
        }
    }
}
