using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CniChain.Host.Tests;

public sealed class ForegroundRunTests : IDisposable
{
    private const int CollectorPort = 4318;
    private readonly ChainFixture _host = new();

    // A collector listens in the node's namespace, where the process runs and no port is anybody else's.
    public ForegroundRunTests() => _host.Node.Exec("ip link set lo up");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Run_WithAPluginThatPrints_KeepsStdoutForTheResult()
    {
        var answer = await RunAsync("ADD", ChainFixture.Chain("{\"type\": \"printing\"}"));

        answer.AssertSuccess();
        Assert.Equal("eth0", answer.Json.GetProperty("interfaces")[0].GetProperty("name").GetString());
        Assert.Contains("a plugin that prints\n", answer.Stderr, StringComparison.Ordinal);
        Assert.Contains("cnichain: a plugin that logs\n", answer.Stderr, StringComparison.Ordinal);
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task Run_ThatFails_PrintsOneErrorAndExitsWith1()
    {
        (await RunAsync("ADD", "{}")).AssertError(7, "\"name\"");
        (await RunAsync("", "")).AssertError(4, "CNI_COMMAND");
    }

    [Fact]
    public async Task Run_Version_DoesNotWaitForStdin()
    {
        using var run = await RunProcess.StartAsync(_host, "VERSION", "");

        Assert.Contains("\"supportedVersions\"", (await run.AnswerAsync()).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Terminated_UndoesAndSaysSo()
    {
        var started = _host.PathOf("started");
        using var run = await RunProcess.StartAsync(_host, "ADD", ChainFixture.Chain($$"""{{_host.Recorder("a")}}, {"type": "endless", "started": "{{started}}"}"""));
        while (!File.Exists(started))
        {
            await Task.Delay(10);
        }

        using (Process.Start("kill", $"-TERM {run.Id}"))
        {
            (await run.AnswerAsync()).AssertError(11, "endless", "cancelled");
        }

        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Run_Killed_IsUndoneByTheNextAdd()
    {
        var started = _host.PathOf("started");
        var config = ChainFixture.Chain($$"""{{_host.Recorder("a")}}, {"type": "endless", "started": "{{started}}"}""");
        using (var run = await RunProcess.StartAsync(_host, "ADD", config))
        {
            while (!File.Exists(started))
            {
                await Task.Delay(10);
            }

            using var kill = Process.Start("kill", $"-KILL {run.Id}");
            await run.AnswerAsync();
        }

        Assert.Single(_host.JournalFiles);

        (await RunAsync("ADD", ChainFixture.Chain(_host.Recorder("b")))).AssertSuccess();

        Assert.Equal(["a Add", "a Del", "b Add"], _host.Calls);
        Assert.False(File.Exists(started));
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Run_WithARefusingCollector_CostsALogLineOnly(string protocol)
    {
        var answer = await RunAsync("ADD", Printing, Collector(protocol));

        answer.AssertSuccess();
        Assert.Contains("warning: traces were not exported", answer.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Run_WithAHangingCollector_EndsWithinASecondOfItsResult(string protocol)
    {
        using var silent = _host.Node.Namespace.Run(() => new TcpListener(IPAddress.Loopback, CollectorPort));
        silent.Start();
        using var run = await RunProcess.StartAsync(_host, "ADD", Printing, Collector(protocol));
        var stdout = await run.StdoutAsync();
        var sinceResult = Stopwatch.StartNew();

        var answer = await run.AnswerAsync();

        Assert.True(answer.Stderr.Contains("the collector does not answer", StringComparison.Ordinal), answer.Stderr);
        Assert.Contains("eth0", stdout, StringComparison.Ordinal);
        Assert.InRange(sinceResult.ElapsedMilliseconds, 0, 2500);
    }

    [Fact]
    public async Task Run_WithAnEndpointThatIsNone_CostsALogLineOnly()
    {
        var answer = await RunAsync("ADD", Printing, [("OTEL_EXPORTER_OTLP_ENDPOINT", "not a uri")]);

        answer.AssertSuccess();
        Assert.Contains("eth0", answer.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithACollector_SendsTheTraceOverHttp()
    {
        using var collector = new HttpListener();
        collector.Prefixes.Add($"http://127.0.0.1:{CollectorPort}/");
        _host.Node.Namespace.Run(collector.Start);
        var received = ReceiveAsync(collector);

        var answer = await RunAsync(
            "ADD",
            Printing,
            [.. Collector("http/protobuf"), ("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("OTEL_SERVICE_NAME", "my-node")]);

        answer.AssertSuccess();
        var (path, body) = await received;
        Assert.Equal("/v1/traces", path);
        foreach (var text in (string[])["ADD podnet", "printing ADD", "CniChain.Host", "my-node"])
        {
            Assert.Contains(text, System.Text.Encoding.Latin1.GetString(body), StringComparison.Ordinal);
        }

        Assert.True(body.AsSpan().IndexOf(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")) > 0, "the runtime's trace id");
        Assert.DoesNotContain("traces", answer.Stderr, StringComparison.Ordinal);
    }

    private static string Printing => ChainFixture.Chain("{\"type\": \"printing\"}");

    private static (string Name, string Value)[] Collector(string protocol) =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{CollectorPort}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)];

    private static async Task<(string Path, byte[] Body)> ReceiveAsync(HttpListener collector)
    {
        var context = await collector.GetContextAsync();
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        context.Response.ContentType = "application/x-protobuf";
        context.Response.Close();
        return (context.Request.Url!.AbsolutePath, body.ToArray());
    }

    private async Task<Answer> RunAsync(string command, string config, params (string Name, string Value)[] variables)
    {
        using var run = await RunProcess.StartAsync(_host, command, config, variables);
        return await run.AnswerAsync();
    }
}
