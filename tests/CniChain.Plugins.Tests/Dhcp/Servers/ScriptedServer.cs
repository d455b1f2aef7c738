using System.Net;
using System.Net.Sockets;
using System.Text;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp.Servers;

/// <summary>A server that does what no real one can be made to do: it gives the address the test says, for 4 seconds.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly Socket _socket;
    private readonly Func<DhcpMessage, IPAddress> _address;
    private readonly Func<DhcpMessage, IEnumerable<byte[]>>? _answers;
    private readonly Thread _thread;

    /// <param name="place">Where it runs; on "d0", with the address of <see cref="DhcpNode.ServerAddress"/>.</param>
    /// <param name="address">The address for a message.</param>
    /// <param name="answers">Raw answers in place of proper ones; null for proper ones.</param>
    public ScriptedServer(TestNamespace place, Func<DhcpMessage, IPAddress> address, Func<DhcpMessage, IEnumerable<byte[]>>? answers = null)
    {
        _address = address;
        _answers = answers;
        _socket = place.Namespace.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
            socket.SetRawSocketOption(1, 25, Encoding.UTF8.GetBytes("d0\0")); // SOL_SOCKET, SO_BINDTODEVICE
            socket.Bind(new IPEndPoint(IPAddress.Any, 67));
            return socket;
        });
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public static DhcpMessage Answer(DhcpMessage message, IPAddress address)
    {
        var server = IPAddress.Parse(DhcpNode.ServerAddress);
        var answer = new DhcpMessage
        {
            Type = message.Type == MessageType.Discover ? MessageType.Offer : MessageType.Ack,
            IsReply = true,
            Xid = message.Xid,
            HardwareAddress = message.HardwareAddress,
            YourAddress = address,
        };
        answer.Options.Set<ServerIdentifierOption, IPAddress>(server);
        answer.Options.Set<SubnetMaskOption, int>(24);
        answer.Options.Set<RoutersOption, IReadOnlyList<IPAddress>>([server]);
        answer.Options.Set<LeaseTimeOption, uint>(4);
        return answer;
    }

    public static byte[] Bytes(DhcpMessage message)
    {
        var buffer = new byte[4096];
        return buffer[..DhcpWriter.Write(message, buffer)];
    }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = _socket.Receive(buffer);
                if (!DhcpReader.TryRead(buffer.AsSpan(0, length), out var message) || message.Type is not (MessageType.Discover or MessageType.Request))
                {
                    continue;
                }

                foreach (var answer in _answers?.Invoke(message) ?? [Bytes(Answer(message, _address(message)))])
                {
                    _socket.SendTo(answer, new IPEndPoint(IPAddress.Broadcast, 68));
                }
            }
        }
        catch (SocketException)
        {
            // Closed by Dispose.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }
}
