using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Examples;

/// <summary>An HTTP server on a node's loopback that keeps what it is sent and answers what it is told to.</summary>
internal sealed class RecordServer : IDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public RecordServer(TestNamespace node)
    {
        node.Exec("ip link set lo up");
        _listener = node.Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    /// <summary>The answer's status line; null for none, ever.</summary>
    public string? Status { get; set; } = "204 No Content";

    public ConcurrentQueue<(string Head, JsonElement Body)> Requests { get; } = new();

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/records";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _serving.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var connection = await _listener.AcceptAsync(_stop.Token);
            await using var stream = new NetworkStream(connection);
            var request = await ReadAsync(stream);
            Requests.Enqueue(request);
            if (Status is { } status)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            }
            else
            {
                // Until the caller gives up.
                await stream.CopyToAsync(Stream.Null, _stop.Token);
            }
        }
    }

    private async Task<(string Head, JsonElement Body)> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var chunk = new byte[4096];
        while (true)
        {
            var n = await stream.ReadAsync(chunk, _stop.Token);
            Assert.True(n > 0, "the request ended early");
            text.Append(Encoding.UTF8.GetString(chunk, 0, n));
            var parts = text.ToString().Split("\r\n\r\n", 2);
            if (parts.Length == 2 && Encoding.UTF8.GetByteCount(parts[1]) >= LengthOf(parts[0]))
            {
                return (parts[0], JsonElement.Parse(parts[1]));
            }
        }
    }

    private static int LengthOf(string head) => int.Parse(
        head.Split("\r\n").First(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1],
        System.Globalization.NumberStyles.AllowLeadingWhite,
        System.Globalization.CultureInfo.InvariantCulture);
}
