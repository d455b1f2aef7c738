using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Route;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp.Servers;

/// <summary>A DHCPv6 server that answers as the test says.</summary>
internal sealed class ScriptedServer6 : IDisposable
{
    private static readonly byte[] s_id = [0, 3, 0, 1, 9];

    private readonly Socket _socket;
    private readonly Func<DhcpMessage, IEnumerable<byte[]>> _answers;
    private readonly Thread _thread;

    /// <param name="place">Where it runs; on "d0".</param>
    /// <param name="answers">Its answers to a message.</param>
    public ScriptedServer6(TestNamespace place, Func<DhcpMessage, IEnumerable<byte[]>> answers)
    {
        _answers = answers;
        using var route = RouteSocket.Open(place.Namespace);
        var link = route.GetLink("d0").Index;
        _socket = place.Namespace.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 547));
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(IPAddress.Parse("ff02::1:2"), link));
            return socket;
        });
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>An answer with these addresses.</summary>
    public static DhcpMessage Answer(DhcpMessage message, params IaAddress[] addresses) => AnswerOf(s_id, message, addresses);

    /// <summary>The same in the name of one of several servers, which its identifier tells apart.</summary>
    public static DhcpMessage AnswerOf(byte[] server, DhcpMessage message, params IaAddress[] addresses)
    {
        var answer = EmptyOf(server, message);
        message.Options.TryGet<IaNaOption, IaNa>(out var asked);
        var inner = new DhcpOptions();
        foreach (var address in addresses)
        {
            inner.Add<IaAddressOption, IaAddress>(address);
        }

        answer.Options.Add<IaNaOption, IaNa>(new IaNa(asked!.Iaid, 2, 4, inner));
        return answer;
    }

    public static DhcpMessage Empty(DhcpMessage message) => EmptyOf(s_id, message);

    public static DhcpMessage EmptyOf(byte[] server, DhcpMessage message)
    {
        message.Options.TryGet<ClientIdOption, byte[]>(out var client);
        var answer = new DhcpMessage { Type = message.Type == MessageType.Solicit ? MessageType.Advertise : MessageType.Reply, Xid = message.Xid };
        answer.Options.Add<ClientIdOption, byte[]>(client!);
        answer.Options.Add<ServerIdOption, byte[]>(server);
        return answer;
    }

    /// <summary>A lease of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="valid">For how many seconds.</param>
    public static IaAddress Lent(string address, uint valid = 6) => new(IPAddress.Parse(address), valid, valid, new DhcpOptions());

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
                EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
                var length = _socket.ReceiveFrom(buffer, ref from);
                if (DhcpReader.TryRead(buffer.AsSpan(0, length), out var message))
                {
                    foreach (var answer in _answers(message))
                    {
                        _socket.SendTo(answer, from);
                    }
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
