using System.Net;
using System.Net.Sockets;
using System.Text;
using CniChain.Linux;

namespace CniChain.Testing;

/// <summary>Sends to an address from inside a namespace, and says whether an answer came.</summary>
public static class Packet
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(700);

    /// <summary>The answer of an <see cref="EchoServer"/>.</summary>
    /// <exception cref="SocketException">None came; the code says what came instead.</exception>
    public static string Exchange(NetworkNamespace from, ProtocolType protocol, string address, int port) =>
        ExchangeAsync(from, protocol, address, port, _patience).GetAwaiter().GetResult();

    /// <summary>Whether nothing answers: silence, a refusal or an unreachable.</summary>
    public static bool IsUnanswered(NetworkNamespace from, ProtocolType protocol, string address, int port)
    {
        try
        {
            ExchangeAsync(from, protocol, address, port, _silence).GetAwaiter().GetResult();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    internal static Socket Open(ProtocolType protocol, AddressFamily family) =>
        new(family, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);

    private static async Task<string> ExchangeAsync(NetworkNamespace from, ProtocolType protocol, string address, int port, TimeSpan patience)
    {
        var target = new IPEndPoint(IPAddress.Parse(address), port);
        using var socket = from.Run(() => Open(protocol, target.AddressFamily));
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await socket.ConnectAsync(target, timeout.Token);
            await socket.SendAsync("hello"u8.ToArray(), timeout.Token);
            var buffer = new byte[2048];
            var length = await socket.ReceiveAsync(buffer, timeout.Token);
            return length > 0 ? Encoding.UTF8.GetString(buffer, 0, length) : throw new SocketException((int)SocketError.ConnectionReset);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }
}
