using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CniChain.Linux;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>A collector in a network namespace: OTLP over gRPC and over HTTP, on one port each, decoded by <see cref="OtlpDecoder"/>.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const string GrpcService = "/opentelemetry.proto.collector.";
    private readonly WebApplication _server;
    private readonly Socket _socket;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = new();
    private readonly byte[]? _answer;

    private OtlpCollector(NetworkNamespace place, bool grpc, X509Certificate2? certificate, byte[]? answer)
    {
        _answer = answer;
        // Kestrel is handed a socket that listens already: that is what decides about the namespace, whichever thread accepts.
        _socket = place.Run(static () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen();
            return socket;
        });
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHandle((ulong)_socket.SafeHandle.DangerousGetHandle(), listen =>
        {
            listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _server = builder.Build();
        _server.Run(ReceiveAsync);
        Protocol = grpc ? "grpc" : "http/protobuf";
        Scheme = certificate is null ? "http" : "https";
    }

    public int Port { get; }

    public string Protocol { get; }

    public string Scheme { get; }

    /// <summary>The variables that lead an exporter here, with patience for a machine that does other things.</summary>
    public (string Name, string Value)[] Variables =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{Scheme}://localhost:{Port}"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", Protocol),
        ("OTEL_BSP_EXPORT_TIMEOUT", "30000"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "30000"),
    ];

    public IReadOnlyList<ReceivedSpan> Spans => [.. Of("trace").SelectMany(OtlpDecoder.Spans)];

    public IReadOnlyList<ReceivedPoint> Points => [.. Of("metrics").SelectMany(OtlpDecoder.Points)];

    public IReadOnlyList<ReceivedLog> Logs => [.. Of("logs").SelectMany(OtlpDecoder.Logs)];

    /// <summary>How the last request was compressed; null when it was not.</summary>
    public string? Encoding { get; private set; }

    /// <summary>What headers the last request had.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Starts one.</summary>
    /// <param name="place">Where it listens.</param>
    /// <param name="grpc">Its transport.</param>
    /// <param name="certificate">For TLS; null for none.</param>
    /// <param name="answer">What it answers instead of what the protocol says; null answers properly.</param>
    public static async Task<OtlpCollector> StartAsync(
        NetworkNamespace place, bool grpc, X509Certificate2? certificate = null, byte[]? answer = null)
    {
        var collector = new OtlpCollector(place, grpc, certificate, answer);
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>Waits until what has come satisfies.</summary>
    public async Task WaitAsync(Func<OtlpCollector, bool> isEnough)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isEnough(this))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "the collector did not get it within a minute");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _socket.Dispose();
    }

    private IEnumerable<byte[]> Of(string signal) => _received.Where(r => r.Signal == signal).Select(r => r.Body);

    private async Task ReceiveAsync(HttpContext context)
    {
        var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        var path = context.Request.Path.Value!;
        // Copied: Kestrel uses the collection again for the next request.
        Headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var isGrpc = path.StartsWith(GrpcService, StringComparison.Ordinal);
        if (isGrpc)
        {
            // A byte that says whether it is compressed, four of length.
            Encoding = body[0] == 1 ? context.Request.Headers["grpc-encoding"].ToString() : null;
            body = Unpack(body[5..], Encoding);
        }
        else
        {
            Encoding = context.Request.Headers.ContentEncoding is [{ Length: > 0 } encoding] ? encoding : null;
            body = Unpack(body, Encoding);
        }

        if (_answer is not null)
        {
            await context.Response.Body.WriteAsync(_answer);
            return;
        }

        _received.Enqueue((isGrpc ? path[GrpcService.Length..].Split('.')[0] : path[4..].TrimEnd('s') is "trace" ? "trace" : path[4..], body));
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (isGrpc)
        {
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private static byte[] Unpack(byte[] body, string? encoding)
    {
        if (encoding is null)
        {
            return body;
        }

        Assert.Equal("gzip", encoding);
        var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
