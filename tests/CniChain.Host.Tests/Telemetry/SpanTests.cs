using System.Diagnostics;
using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Telemetry;

public sealed class SpanTests : IDisposable
{
    private const string Pod = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1;K8S_POD_INFRA_CONTAINER_ID=c1;K8S_POD_UID=7ab2";

    private readonly ChainFixture _host = new();
    private readonly SpanRecorder _spans = new();

    public void Dispose()
    {
        _spans.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task Add_HasASpanForVerbPluginAndIpam()
    {
        var plugins = _host.Recorder("a", $$""", "ipam": {"type": "addresses", "pool": "{{_host.PathOf("pool")}}"}""") + ", {\"type\": \"failing\"}";

        (await ServeAsync("ADD", ChainFixture.Chain(plugins))).AssertSuccess();

        Assert.Equal(4, _spans.Spans.Length);
        var verb = _spans["ADD podnet"];
        Assert.Equal(_spans.Parent, verb.ParentSpanId);
        Assert.True(verb.HasRemoteParent);
        Assert.Equal(ActivityKind.Server, verb.Kind);
        Assert.Equal("podnet", verb.GetTagItem("cni.network"));
        Assert.Equal("c1", verb.GetTagItem("container.id"));
        Assert.Equal("eth0", verb.GetTagItem("network.interface.name"));
        Assert.Equal("ADD", verb.GetTagItem("cni.verb"));
        Assert.Equal("default", verb.GetTagItem("k8s.namespace.name"));
        Assert.Equal("web-1", verb.GetTagItem("k8s.pod.name"));
        Assert.Equal("7ab2", verb.GetTagItem("k8s.pod.uid"));
        Assert.Equal("vendor=value", verb.TraceStateString);
        Assert.Equal("blue team", verb.GetBaggageItem("tenant"));
        var plugin = _spans["recorder ADD"];
        Assert.Equal(verb.SpanId, plugin.ParentSpanId);
        Assert.Equal("assembly", plugin.GetTagItem("cni.plugin.kind"));
        Assert.Equal(plugin.SpanId, _spans["addresses ADD"].ParentSpanId);
        Assert.Equal("ipam", _spans["addresses ADD"].GetTagItem("cni.plugin.role"));
        Assert.Equal(verb.SpanId, _spans["failing ADD"].ParentSpanId);
    }

    [Fact]
    public async Task Failure_IsRecordedOnPluginAndVerb()
    {
        var plugins = _host.Recorder("a") + """, {"type": "failing", "failIn": ["ADD"], "code": 107, "message": "failing: no"}""";

        (await ServeAsync("ADD", ChainFixture.Chain(plugins))).AssertError(107);

        foreach (var name in (string[])["ADD podnet", "failing ADD"])
        {
            Assert.Equal(ActivityStatusCode.Error, _spans[name].Status);
            Assert.Equal("failing: no", _spans[name].StatusDescription);
            Assert.Equal(107, _spans[name].GetTagItem("cni.error.code"));
            Assert.Equal("plugin_error", _spans[name].GetTagItem("error.type"));
            Assert.Contains(_spans[name].Events, e => e.Name == "exception");
        }

        Assert.Equal(ActivityStatusCode.Unset, _spans["recorder DEL"].Status);
    }

    [Fact]
    public async Task Request_NotValid_HasASpanToo()
    {
        (await ServeAsync("ADD", "{")).AssertError(6);

        Assert.Equal(6, _spans["ADD"].GetTagItem("cni.error.code"));
    }

    [Fact]
    public async Task Executable_GetsItsOwnSpanAsParentAndTheRestAsItCame()
    {
        _host.Script("outside", $"env > {_host.PathOf("env")}; echo '{{}}'");

        (await ServeAsync("ADD", ChainFixture.Chain("{\"type\": \"outside\"}"))).AssertSuccess();

        var span = _spans["outside ADD"];
        Assert.Equal("executable", span.GetTagItem("cni.plugin.kind"));
        Assert.Equal(0, span.GetTagItem("process.exit.code"));
        Assert.IsType<int>(span.GetTagItem("process.pid"));
        Assert.Equal("outside", span.GetTagItem("process.executable.name"));
        Assert.Equal(ActivityKind.Client, span.Kind);
        var environment = File.ReadAllLines(_host.PathOf("env"));
        Assert.Contains($"TRACEPARENT=00-{_spans.TraceId}-{span.SpanId}-01", environment);
        Assert.Contains("TRACESTATE=vendor=value", environment);
        Assert.Contains("BAGGAGE=tenant=blue%20team;prop=1, other=2", environment);
    }

    [Fact]
    public async Task Gate_OfAResidentHost_HasASpanForTheWait()
    {
        using var gate = new OperationGate(1, 4);
        using var resident = new ChainFixture(o => o with { Gate = gate });
        var other = await gate.EnterAsync(CniVerb.Add, "other", "c9", TestContext.Current.CancellationToken);

        var serving = resident.ServeAsync(resident.Request("ADD", ChainFixture.Chain(resident.Recorder("a"))) with
        {
            Environment = _spans.Environment,
        });
        while (gate.Waiting == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        other!.Dispose();
        (await serving).AssertSuccess();

        Assert.Equal(_spans["ADD podnet"].SpanId, _spans["queue wait"].ParentSpanId);
        Assert.Equal(0, _spans["queue wait"].GetTagItem("cni.queue.length"));
        Assert.Equal("unix", _spans["ADD podnet"].GetTagItem("network.transport"));
    }

    [Fact]
    public void Inject_OfASpanThatReachesNobody_LeavesTheCallersVariables()
    {
        using var kept = new Activity("kept").SetParentId(_spans.TraceId, _spans.Parent, ActivityTraceFlags.None).Start();
        var environment = _spans.Environment;

        TraceContext.Inject(kept, environment);

        Assert.Equal(_spans.Environment, environment);
    }

    [Fact]
    public void Inject_WithoutASpan_LeavesTheCallersVariables()
    {
        var environment = _spans.Environment;

        TraceContext.Inject(null, environment);

        Assert.Equal(_spans.Environment, environment);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    public void Extract_TakesWhatParses(string parent, bool taken)
    {
        Assert.Equal(taken, TraceContext.Extract(new Dictionary<string, string> { ["TRACEPARENT"] = parent }) is not null);
    }

    private Task<Answer> ServeAsync(string command, string config) =>
        _host.ServeAsync(_host.Request(command, config) with { Environment = _spans.Environment, Args = Pod });
}
