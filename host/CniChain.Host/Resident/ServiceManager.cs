using System.Net.Sockets;
using System.Text;

namespace CniChain.Host.Resident;

/// <summary>Tells a service manager how the host is (sd_notify(3)): one datagram to the socket NOTIFY_SOCKET names.</summary>
internal static class ServiceManager
{
    /// <summary>Sends a state such as "READY=1"; does nothing where nobody listens.</summary>
    /// <param name="state">Lines of NAME=value.</param>
    public static void Notify(string state)
    {
        var address = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        // '@' stands for the NUL byte of an abstract address.
        var path = address[0] == '@' ? "\0" + address[1..] : address;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            // The manager's loss: it will time the start out and say so itself.
        }
    }
}
