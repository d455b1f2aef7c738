using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>What a process of its own exports, as a collector in its namespace reads it.</summary>
public sealed class ExportTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";
    private const int SeverityInfo = 9;
    private const int SeverityError = 17;
    private const int Delta = 1;

    private readonly ChainFixture _host = new();

    public ExportTests() => _host.Node.Exec("ip link set lo up");

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Add_WithACollector_SendsTracesMetricsAndLogs(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc);

        var answer = await RunAsync(
            "ADD",
            Printing,
            [
                .. collector.Variables, ("TRACEPARENT", $"00-{TraceId}-{CallersSpan}-01"), ("TRACESTATE", "vendor=value"),
                ("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1"),
            ]);

        answer.AssertSuccess();
        Assert.DoesNotContain("telemetry", answer.Stderr, StringComparison.Ordinal);
        var verb = Assert.Single(collector.Spans, s => s.Name == "ADD podnet");
        Assert.Equal((TraceId, CallersSpan, "vendor=value"), (verb.TraceId, verb.ParentId, verb.State));
        Assert.Equal(("CniChain.Host", "cnichain"), (verb.Scope, verb.Resource["service.name"]));
        Assert.Equal(("c1", "eth0", "web-1"), (verb.Tags["container.id"], verb.Tags["network.interface.name"], verb.Tags["k8s.pod.name"]));
        Assert.Equal(verb.SpanId, Assert.Single(collector.Spans, s => s.Name == "printing ADD").ParentId);
        var duration = Assert.Single(collector.Points, p => p.Name == "cni.operation.duration");
        Assert.Equal(("s", "histogram", 1ul, Delta), (duration.Unit, duration.Form, duration.Count, duration.Temporality));
        Assert.Equal(("ADD", "podnet"), (duration.Tags["cni.verb"], duration.Tags["cni.network"]));
        Assert.Equal("printing", Assert.Single(collector.Points, p => p.Name == "cni.plugin.duration").Tags["cni.plugin.type"]);
        var log = Assert.Single(collector.Logs);
        Assert.Equal((SeverityInfo, TraceId, verb.SpanId), (log.Severity, log.TraceId, log.SpanId));
        Assert.Equal(("podnet", "c1"), (log.Tags["cni.network"], log.Tags["container.id"]));
    }

    [Fact]
    public async Task Failure_IsToldByAllThree()
    {
        await using var collector = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc: true);

        (await RunAsync("ADD", ChainFixture.Chain("{\"type\": \"failing\", \"failIn\": [\"ADD\"], \"code\": 11, \"message\": \"failing: no\"}"), collector.Variables))
            .AssertError(11);

        var span = Assert.Single(collector.Spans, s => s.Name == "failing ADD");
        Assert.Equal((2, "try_again_later", "11"), (span.Status, span.Tags["error.type"], span.Tags["cni.error.code"]));
        Assert.Contains("exception", span.Events);
        Assert.Equal("try_again_later", Assert.Single(collector.Points, p => p.Name == "cni.operation.duration").Tags["error.type"]);
        var log = Assert.Single(collector.Logs);
        Assert.Equal(SeverityError, log.Severity);
        Assert.Contains("failing: no", log.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Certificate_OfAnAuthorityOfOnesOwn_IsTakenOnlyWhenNamed(bool grpc)
    {
        var authority = _host.PathOf("authority.pem");
        using var certificate = TestAuthority.IssueForLocalhost(authority);
        await using var collector = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc, certificate);

        var refused = await RunAsync("ADD", Printing, collector.Variables);
        Assert.Empty(collector.Spans);
        var taken = await RunAsync("DEL", Printing, [.. collector.Variables, ("OTEL_EXPORTER_OTLP_CERTIFICATE", authority)]);

        refused.AssertSuccess();
        Assert.Contains("telemetry was not exported", refused.Stderr, StringComparison.Ordinal);
        taken.AssertSuccess();
        Assert.Single(collector.Spans, s => s.Name == "DEL podnet");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Compression_AsTheVariableSays(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc);

        (await RunAsync("ADD", Printing, [.. collector.Variables, ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=blue")])).AssertSuccess();

        Assert.Equal("gzip", collector.Encoding);
        Assert.Equal("blue", collector.Headers["x-tenant"]);
        Assert.Single(collector.Spans, s => s.Name == "ADD podnet");
    }

    [Theory]
    [InlineData("always_off", "", "01", false)]
    [InlineData("always_on", "", "00", true)]
    [InlineData("traceidratio", "0", "01", false)]
    [InlineData("parentbased_always_on", "", "00", false)]
    [InlineData("parentbased_traceidratio", "0", "01", true)]
    public async Task Sampling_AsTheVariablesSay(string sampler, string argument, string callersFlags, bool sampled)
    {
        await using var collector = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc: false);
        _host.Script("outside", $"env > {_host.PathOf("env")}; echo '{{}}'");

        (await RunAsync(
            "ADD",
            ChainFixture.Chain("{\"type\": \"outside\"}"),
            [
                .. collector.Variables, ("TRACEPARENT", $"00-{TraceId}-{CallersSpan}-{callersFlags}"), ("OTEL_TRACES_SAMPLER", sampler),
                ("OTEL_TRACES_SAMPLER_ARG", argument),
            ])).AssertSuccess();

        Assert.Equal(sampled, collector.Spans.Count > 0);
        Assert.NotEmpty(collector.Points);
        var parent = Assert.Single(File.ReadAllLines(_host.PathOf("env")), l => l.StartsWith("TRACEPARENT=", StringComparison.Ordinal));
        Assert.StartsWith($"TRACEPARENT=00-{TraceId}-", parent, StringComparison.Ordinal);
        Assert.EndsWith(sampled ? "-01" : "-00", parent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_OneByOne_EachToItsOwnPlace()
    {
        await using var traces = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc: true);
        await using var logs = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc: false);

        (await RunAsync(
            "ADD",
            Printing,
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"http://localhost:{traces.Port}"),
            ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", $"http://localhost:{logs.Port}/v1/logs"),
            ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "my-node"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "30000"))).AssertSuccess();

        Assert.All(traces.Spans, s => Assert.Equal("my-node", s.Resource["service.name"]));
        Assert.NotEmpty(traces.Spans);
        Assert.Empty(traces.Logs);
        Assert.Single(logs.Logs);
        Assert.Empty(logs.Points);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Collector_ThatRefuses_CostsALogLineOnly(string protocol)
    {
        var answer = await RunAsync("ADD", Printing, Unused(protocol));

        answer.AssertSuccess();
        Assert.Contains("warning: telemetry was not exported", answer.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collector_ThatAnswersGarbage_CostsALogLineAtMost(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(_host.Node.Namespace, grpc, answer: [0xff, 0x00, 0x13, 0x37]);

        var answer = await RunAsync("ADD", Printing, collector.Variables);

        answer.AssertSuccess();
        Assert.Contains("eth0", answer.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Collector_ThatIsNoWebServer_CostsALogLineOnly(string protocol)
    {
        using var listener = Listen(out var port);
        var talking = TalkNonsenseAsync(listener);

        var answer = await RunAsync("ADD", Printing, Variables(port, protocol));

        answer.AssertSuccess();
        Assert.Contains("warning: telemetry was not exported", answer.Stderr, StringComparison.Ordinal);
        listener.Stop();
        await talking;
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Collector_ThatHangs_IsLeftWithinASecondOfTheResult(string protocol)
    {
        using var silent = Listen(out var port);
        using var run = await RunProcess.StartAsync(_host, "ADD", Printing, [.. Variables(port, protocol), ("OTEL_EXPORTER_OTLP_TIMEOUT", "120000")]);
        var stdout = await run.StdoutAsync();
        var sinceResult = Stopwatch.StartNew();

        var answer = await run.AnswerAsync();

        Assert.Contains("warning: telemetry was not exported", answer.Stderr, StringComparison.Ordinal);
        Assert.Contains("eth0", stdout, StringComparison.Ordinal);
        // A second is the bound, and two minutes what the exporter itself would wait; between them is room for a machine that does other things.
        Assert.InRange(sinceResult.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Endpoint_ThatIsNone_CostsALogLineOnly()
    {
        var answer = await RunAsync("ADD", Printing, [("OTEL_EXPORTER_OTLP_ENDPOINT", "not a uri")]);

        answer.AssertSuccess();
        Assert.Contains("eth0", answer.Stdout, StringComparison.Ordinal);
    }

    private static string Printing => ChainFixture.Chain("{\"type\": \"printing\"}");

    private static (string Name, string Value)[] Variables(int port, string protocol) =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)];

    private (string Name, string Value)[] Unused(string protocol)
    {
        using var listener = Listen(out var port);
        return Variables(port, protocol);
    }

    private TcpListener Listen(out int port)
    {
        var listener = _host.Node.Namespace.Run(static () =>
        {
            var made = new TcpListener(IPAddress.Loopback, 0);
            made.Start();
            return made;
        });
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private static async Task TalkNonsenseAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("\u0000nonsense\r\n\r\n"u8.ToArray());
            }
        }
        catch (SocketException)
        {
            return; // The test is over.
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    private async Task<Answer> RunAsync(string command, string config, params (string Name, string Value)[] variables)
    {
        using var run = await RunProcess.StartAsync(_host, command, config, variables);
        return await run.AnswerAsync();
    }
}
