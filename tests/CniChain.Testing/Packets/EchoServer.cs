using System.Net;
using System.Net.Sockets;
using System.Text;
using CniChain.Linux;

namespace CniChain.Testing;

/// <summary>Answers over TCP or UDP inside a namespace, saying whom it saw: <c>172.31.77.2 says hello</c>.</summary>
/// <remarks>No process: its sockets were opened inside and stay there.</remarks>
public sealed class EchoServer : IDisposable
{
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();

    private EchoServer(Socket socket) => _socket = socket;

    /// <summary>Starts one on every address of the namespace.</summary>
    public static EchoServer Start(NetworkNamespace ns, ProtocolType protocol, int port, AddressFamily family = AddressFamily.InterNetwork)
    {
        var any = family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var socket = ns.Run(() => Packet.Open(protocol, family));
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(any, port));
        var server = new EchoServer(socket);
        if (protocol == ProtocolType.Tcp)
        {
            socket.Listen();
            _ = server.AcceptAsync();
        }
        else
        {
            _ = server.ReceiveAsync(new IPEndPoint(any, 0));
        }

        return server;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
    }

    private static byte[] Answer(EndPoint? from, ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetBytes($"{((IPEndPoint)from!).Address} says {Encoding.UTF8.GetString(text)}");

    private async Task AcceptAsync()
    {
        var token = _stop.Token;
        var buffer = new byte[2048];
        while (!token.IsCancellationRequested)
        {
            using var connection = await _socket.AcceptAsync(token);
            var length = await connection.ReceiveAsync(buffer, token);
            await connection.SendAsync(Answer(connection.RemoteEndPoint, buffer.AsSpan(0, length)), token);
        }
    }

    private async Task ReceiveAsync(EndPoint anybody)
    {
        var token = _stop.Token;
        var buffer = new byte[2048];
        while (!token.IsCancellationRequested)
        {
            var received = await _socket.ReceiveFromAsync(buffer, anybody, token);
            await _socket.SendToAsync(Answer(received.RemoteEndPoint, buffer.AsSpan(0, received.ReceivedBytes)), received.RemoteEndPoint, token);
        }
    }
}
