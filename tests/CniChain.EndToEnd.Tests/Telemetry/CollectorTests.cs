using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Host.Tests.Telemetry;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Telemetry;

/// <summary>What the resident host of a whole node exports, as a collector on that node reads it.</summary>
public sealed class CollectorTests : ResidentTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";

    private const string SayWhoCalled = """
        #!/bin/sh
        env > /run/executed.env
        sed 's/.*"prevResult"://; s/}$//' > /dev/null
        echo '{ "cniVersion": "1.0.0", "interfaces": [], "ips": [] }'
        """;

    public CollectorTests() => Node.Exec("ip link set lo up");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Add_UnderTheCallersTrace_IsToldWhole(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(Node.Namespace, grpc);
        var host = StartHost(collector.Variables);
        Node.WriteProgram("/opt/cni/bin/who", SayWhoCalled);
        var container = Node.AddContainer("c1");

        Call(container, "ADD").Checked("ADD");
        await collector.WaitAsync(c => c.Spans.Any(s => s.Name == "ADD podnet") && c.Logs.Count > 0);

        var spans = collector.Spans.Where(s => s.TraceId == TraceId).ToList();
        var verb = Assert.Single(spans, s => s.Name == "ADD podnet");
        Assert.Equal((CallersSpan, "vendor=value", "unix"), (verb.ParentId, verb.State, verb.Tags["network.transport"]));
        Assert.Equal(("c1", "eth0", "default", "web-1"), (
            verb.Tags["container.id"], verb.Tags["network.interface.name"], verb.Tags["k8s.namespace.name"], verb.Tags["k8s.pod.name"]));
        Assert.Equal("10.88.0.2/16", verb.Tags["cni.result.addresses"]);
        AssertParents(spans, ("bridge ADD", "ADD podnet"), ("host-local ADD", "bridge ADD"), ("portmap ADD", "ADD podnet"), ("who ADD", "ADD podnet"));
        Assert.Contains(spans, s => s.Name.StartsWith("netlink ", StringComparison.Ordinal) && s.Tags["cni.kernel.message_types"] == "RTM_NEWLINK");
        Assert.Contains(spans, s => s.Tags.GetValueOrDefault("cni.kernel.message_types")?.Contains("NFT_MSG_NEWSETELEM", StringComparison.Ordinal) == true);
        var executed = spans.Single(s => s.Name == "who ADD");
        Assert.Equal(("who", "0"), (executed.Tags["process.executable.name"], executed.Tags["process.exit.code"]));
        var environment = File.ReadAllLines(Node.HostPath("/run/executed.env"));
        Assert.Contains($"TRACEPARENT=00-{TraceId}-{executed.SpanId}-01", environment);
        Assert.Contains("TRACESTATE=vendor=value", environment);
        Assert.Contains("BAGGAGE=tenant=blue", environment);

        await PointAsync(collector, "cni.ipam.pool.used", 1);
        await PointAsync(collector, "cni.ipam.pool.size", 65533);
        await PointAsync(collector, "cni.ipam.leases", 1);
        await PointAsync(collector, "cni.portmap.ports", 1);
        await PointAsync(collector, "cni.attachments", 1);
        await collector.WaitAsync(c => c.Points.Any(p => p is { Name: "cni.operation.duration", Count: 1 } && p.Tags["cni.verb"] == "ADD"));
        await collector.WaitAsync(c => c.Points.Any(p => p is { Name: "cni.plugin.duration", Count: 1 } && p.Tags["cni.plugin.type"] == "host-local"));
        Assert.Contains(collector.Points, p => p.Name == "cni.queue.length");
        var log = Assert.Single(collector.Logs);
        Assert.Equal((TraceId, verb.SpanId), (log.TraceId, log.SpanId));
        PrintTrace(spans);

        Call(container, "DEL").Checked("DEL");
        Node.StopDaemon(host); // Sends what is left.
        await PointAsync(collector, "cni.ipam.pool.used", 0);
        await PointAsync(collector, "cni.portmap.ports", 0);
        await PointAsync(collector, "cni.attachments", 0);
        Assert.All(collector.Points, p => Assert.True(MetricTable.Rows.ContainsKey(p.Name), $"{p.Name} is not in host/README.md"));
        Assert.All(collector.Points, p => Assert.Equal(MetricTable.Rows[p.Name].Unit, p.Unit));
    }

    [Fact]
    public async Task Host_ThatStartsAnew_ReportsWhatNetworksHoldBeforeTheirFirstOperation()
    {
        await using var collector = await OtlpCollector.StartAsync(Node.Namespace, grpc: false);
        Calls.Call(Node.AddContainer("c1"), "ADD", 20001).Checked("ADD");
        Calls.Call(Node.AddContainer("c2"), "ADD", 20002).Checked("ADD");
        Node.Exec("/opt/cni/bin/cnichain host stop");

        var host = StartHost(collector.Variables);
        string[] names = ["cni.attachments", "cni.ipam.leases", "cni.ipam.pool.used", "cni.ipam.pool.size", "cni.portmap.ports"];
        await collector.WaitAsync(c => names.All(name => c.Points.Any(p => p.Name == name)));

        foreach (var name in names[..3])
        {
            await PointAsync(collector, name, 2);
        }

        await PointAsync(collector, "cni.ipam.pool.size", 65533);
        await PointAsync(collector, "cni.portmap.ports", 2);
        Calls.Call(Node.AddContainer("c3"), "ADD", 20003).Checked("ADD");
        Node.StopDaemon(host);
        await PointAsync(collector, "cni.portmap.ports", 3);
        await PointAsync(collector, "cni.ipam.pool.used", 3);
        Assert.DoesNotContain(collector.Spans, s => s.ParentId.Length == 0 && !s.Name.StartsWith("ADD ", StringComparison.Ordinal));
        Assert.DoesNotContain("warning", File.ReadAllText(Node.HostPath("/run/host.out")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public void Collector_ThatHangs_ChangesNoAnswerAndKeepsNobody(string protocol)
    {
        using var silent = Node.Namespace.Run(static () =>
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        });
        var host = StartHost(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        var containers = Node.AddContainers(10);

        Assert.All(Calls.AtOnce(containers, "ADD"), reply => Assert.Equal("", reply.ErrorText));
        Assert.All(Calls.AtOnce(containers, "DEL"), reply => Assert.Equal("", reply.ErrorText));

        var stopping = Stopwatch.StartNew();
        Node.StopDaemon(host);
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private Process StartHost(params (string Name, string Value)[] variables)
    {
        var host = Node.StartDaemon(
            [
                "env", .. variables.Select(v => $"{v.Name}={v.Value}"), "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_BLRP_SCHEDULE_DELAY=100",
                "OTEL_METRIC_EXPORT_INTERVAL=300", Path.Combine(RepositoryPaths.Install, "lib", "cnichain", "cnichaind"), "serve",
            ],
            "/run/host.out");
        Node.WaitFor("/opt/cni/bin/cnichain host status", "/run/host.out");
        return host;
    }

    private PluginReply Call(TestContainer container, string command)
    {
        var entry = JsonNode.Parse(Networks.For(PluginSet.CniChain))!["plugins"]![0]!.DeepClone().AsObject();
        entry["chain"]!.AsArray().Insert(0, new JsonObject { ["type"] = "who" });
        entry["name"] = "podnet";
        entry["cniVersion"] = "1.0.0";
        entry["runtimeConfig"] = JsonNode.Parse(Networks.Publish(20000, 80));
        return (PluginCall.For(container, command, entry.ToJsonString()) with
        {
            Args = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1",
            Environment = new Dictionary<string, string>
            {
                ["TRACEPARENT"] = $"00-{TraceId}-{CallersSpan}-01",
                ["TRACESTATE"] = "vendor=value",
                ["BAGGAGE"] = "tenant=blue",
            },
        }).On(Node);
    }

    private static void AssertParents(List<ReceivedSpan> spans, params (string Child, string Parent)[] pairs)
    {
        foreach (var (child, parent) in pairs)
        {
            Assert.Equal(spans.Single(s => s.Name == parent).SpanId, spans.Single(s => s.Name == child).ParentId);
        }
    }

    /// <summary>Waits until the last value that came is this: an export may fall into the middle of an operation.</summary>
    private static Task PointAsync(OtlpCollector collector, string name, double value) => collector.WaitAsync(
        c => c.Points.LastOrDefault(p => p.Name == name) is { } last && last.Tags["cni.network"] == "podnet" && last.Value == value);

    private static void PrintTrace(List<ReceivedSpan> spans)
    {
        foreach (var span in spans)
        {
            TestContext.Current.SendDiagnosticMessage(
                "{0} {1} < {2}: {3}", span.SpanId, span.Name, span.ParentId, string.Join(' ', span.Tags.Select(t => $"{t.Key}={t.Value}")));
        }
    }
}
