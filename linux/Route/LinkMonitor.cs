using System.Net.Sockets;
using System.Runtime.InteropServices;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Waits for links and addresses to reach a state, woken by the kernel's notifications.</summary>
/// <remarks>
/// It is subscribed from the moment it is opened, and looks at the present state before it waits, so nothing is missed in between.
/// One user at a time.
/// </remarks>
public sealed class LinkMonitor : IDisposable
{
    private readonly NetlinkTransport _notifications;
    private readonly RouteSocket _socket;

    private LinkMonitor(NetlinkTransport notifications, RouteSocket socket)
    {
        _notifications = notifications;
        _socket = socket;
    }

    /// <summary>Opens a monitor.</summary>
    /// <param name="ns">The namespace to watch; null means the calling thread's.</param>
    /// <exception cref="LinuxException">A socket could not be opened, or the namespace not be entered.</exception>
    public static LinkMonitor Open(NetworkNamespace? ns = null)
    {
        return ns is null ? OpenHere() : ns.Run(OpenHere);

        static LinkMonitor OpenHere()
        {
            const uint groups = (1u << ((int)RtnlFilter.RTNLGRP_LINK - 1)) | (1u << ((int)RtnlFilter.RTNLGRP_IPV6_IFADDR - 1));
            return new LinkMonitor(NetlinkTransport.Open(NetlinkProtocol.Route, null, groups), RouteSocket.Open());
        }
    }

    /// <summary>Waits until a link is as wanted, for example <c>link =&gt; link.OperState == OperState.Up</c>.</summary>
    /// <param name="index">The link.</param>
    /// <param name="done">Whether it is as wanted; called with the present state and each new one.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>False when the time is over, or the link is gone.</returns>
    public bool WaitForLink(int index, Func<Link, bool> done, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(done);
        var deadline = new Deadline(timeout);
        while (true)
        {
            if (_socket.FindLink(index) is not { } link)
            {
                return false;
            }

            if (done(link))
            {
                return true;
            }

            // The state is read anew: a notification may be older than what was just seen.
            if (!WaitForNotice(deadline, index, Rtm.RTM_NEWLINK, Rtm.RTM_DELLINK))
            {
                return false;
            }
        }
    }

    /// <summary>Waits until duplicate address detection (RFC 4862, 5.4) has ended for every IPv6 address of a link.</summary>
    /// <param name="index">The link.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>The link's IPv6 addresses. The caller looks for those that are duplicates, or still tentative when the time was over.</returns>
    /// <exception cref="NetlinkException">ENODEV when the link is gone.</exception>
    public IReadOnlyList<LinkAddress> WaitForDuplicateDetection(int index, TimeSpan timeout)
    {
        var deadline = new Deadline(timeout);
        while (true)
        {
            var addresses = _socket.GetAddresses(index, AddressFamily.InterNetworkV6);
            if (!AnyPending(addresses) || !WaitForNotice(deadline, index, Rtm.RTM_NEWADDR, Rtm.RTM_DELADDR))
            {
                return addresses;
            }
        }
    }

    /// <summary>Closes the sockets.</summary>
    public void Dispose()
    {
        _notifications.Dispose();
        _socket.Dispose();
    }

    /// <summary>A duplicate stays tentative for ever.</summary>
    private static bool AnyPending(IReadOnlyList<LinkAddress> addresses)
    {
        foreach (var address in addresses)
        {
            if (address.IsTentative && !address.IsDuplicate)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>False when the time is over before anything was heard of the link.</returns>
    private bool WaitForNotice(Deadline deadline, int index, ushort newType, ushort deleteType)
    {
        while (true)
        {
            switch (_notifications.Receive(deadline.Left, out var datagram))
            {
                case NetlinkReceived.Nothing:
                    return false;
                case NetlinkReceived.Lost or NetlinkReceived.Truncated:
                    // Something happened, and may have happened to this link.
                    return true;
            }

            while (NetlinkMessage.TryRead(ref datagram, out var message))
            {
                if ((message.Type == newType || message.Type == deleteType) && IsAbout(index, message))
                {
                    return true;
                }
            }
        }
    }

    /// <summary>The index is at offset 4 in struct ifinfomsg and in struct ifaddrmsg alike.</summary>
    private static bool IsAbout(int index, NetlinkMessage message) =>
        message.Payload.Length >= IfAddrMsg.Size && MemoryMarshal.Read<int>(message.Payload[4..]) == index;

    private readonly struct Deadline(TimeSpan timeout)
    {
        private readonly long _started = TimeProvider.System.GetTimestamp();

        public TimeSpan Left => timeout - TimeProvider.System.GetElapsedTime(_started);
    }
}
