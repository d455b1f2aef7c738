using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CniChain.Benchmarks.Agent;

/// <summary>An OpenTelemetry collector on loopback (OTLP over HTTP with protobuf): it takes every trace and counts its spans, or behaves badly.</summary>
internal sealed class Collector : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CollectorManner _manner;
    private long _spans;

    public Collector(CollectorManner manner)
    {
        _manner = manner;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        if (manner == CollectorManner.Refuses)
        {
            _listener.Stop();
            return;
        }

        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The spans that have come so far.</summary>
    public long Spans => Volatile.Read(ref _spans);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The bench is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[64 * 1024];
            var length = 0;
            while (true)
            {
                var got = await stream.ReadAsync(buffer.AsMemory(length));
                if (got == 0)
                {
                    return;
                }

                if (_manner == CollectorManner.Hangs)
                {
                    continue;
                }

                if (_manner == CollectorManner.Garbage)
                {
                    await stream.WriteAsync("\u0001\u0002 this is no HTTP\r\n\r\n"u8.ToArray());
                    return;
                }

                length += got;
                while (TryTake(buffer.AsSpan(0, length), out var whole, out var body))
                {
                    Interlocked.Add(ref _spans, SpanCount.Of(body));
                    buffer.AsSpan(whole, length - whole).CopyTo(buffer);
                    length -= whole;
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, length * 2);
                }
            }
        }
    }

    private static bool TryTake(ReadOnlySpan<byte> received, out int whole, out ReadOnlySpan<byte> body)
    {
        whole = 0;
        body = default;
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var length = ContentLength(Encoding.ASCII.GetString(received[..head]));
        whole = head + 4 + length;
        if (received.Length < whole)
        {
            return false;
        }

        body = received[(head + 4)..whole];
        return true;
    }

    private static int ContentLength(string head)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line.AsSpan("Content-Length:".Length), System.Globalization.NumberStyles.AllowLeadingWhite, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
