using System.Diagnostics;
using System.Text.Json;

namespace CniChain.Host.Tests.Telemetry;

public sealed class RecentOperationsTests : IDisposable
{
    private readonly ChainFixture _host = new();
    private readonly string _network = "net" + Guid.NewGuid().ToString("N")[..8];

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Operations_TheNewestFirstWithTheirSteps_ComeBackFromJsonAsTheyWere()
    {
        using var recent = new RecentOperations();
        (await ServeAsync("ADD", _host.Recorder("a"))).AssertSuccess();
        (await ServeAsync("DEL", _host.Recorder("a"))).AssertSuccess();

        var operations = Own(recent);

        Assert.Equal(["DEL", "ADD"], operations.Select(o => o.Verb));
        var add = operations[1];
        Assert.Equal((_network, "c1", "eth0", "default/web-1"), (add.Network, add.ContainerId, add.IfName, add.Pod));
        Assert.Equal(["recorder ADD", $"ADD {_network}"], add.Spans.Select(s => s.Name));
        Assert.Equal(add.Spans[1].Id, add.Spans[0].ParentId);
        var back = OperationsJson.Read(JsonElement.Parse(OperationsJson.Write(operations)));
        Assert.Equal(operations.Select(o => o with { Spans = [] }), back.Select(o => o with { Spans = [] }));
        Assert.Equal(add.Spans.Select(s => s with { Details = [], IsOperation = false }), back[1].Spans.Select(s => s with { Details = [] }));
    }

    [Fact]
    public async Task Failure_IsRemembered()
    {
        using var recent = new RecentOperations();
        (await ServeAsync("ADD", """{"type": "failing", "failIn": ["ADD"], "code": 107, "message": "failing: no"}""")).AssertError(107);

        Assert.Equal("failing: no", Assert.Single(Own(recent)).Error);
    }

    [Fact]
    public async Task Memory_IsBounded()
    {
        using var recent = new RecentOperations(maxBytes: 20_000);
        for (var i = 0; i < 60; i++)
        {
            (await ServeAsync("ADD", _host.Recorder("a"))).AssertSuccess();
            (await ServeAsync("DEL", _host.Recorder("a"))).AssertSuccess();
        }

        var all = recent.Operations;
        Assert.InRange(all.Sum(o => o.Bytes), 1, 20_000);
        Assert.InRange(all.Count, 2, 100);
        Assert.Equal("DEL", Own(recent)[0].Verb);
    }

    [Fact]
    public async Task Listener_DoesNotMakeSpansSampled()
    {
        using var recent = new RecentOperations();
        _host.Script("outside", $"env > {_host.PathOf("env")}; echo '{{}}'");
        var caller = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";

        (await _host.ServeAsync(Request("ADD", """{"type": "outside"}""") with { Environment = new Dictionary<string, string> { ["TRACEPARENT"] = caller } })).AssertSuccess();

        // Nobody exports the host's spans here, unless another test listens at this moment and samples them.
        var parent = File.ReadAllLines(_host.PathOf("env")).Single(l => l.StartsWith("TRACEPARENT=", StringComparison.Ordinal));
        Assert.Equal(caller.Split('-')[1], parent.Split('-')[1]);
        Assert.EndsWith("-01", parent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_CountStepsAndOperations()
    {
        using var recent = new RecentOperations();
        (await ServeAsync("ADD", _host.Recorder("a"))).AssertSuccess();
        var before = recent.Figures.Read();
        (await ServeAsync("ADD", _host.Recorder("a"))).AssertError(4);

        var figures = FiguresJson.Read(JsonElement.Parse(FiguresJson.Write(recent.Figures.Read())));

        var adds = figures.Operations[(_network, "ADD")];
        Assert.Equal((2, 1), (adds.Count, adds.Errors));
        Assert.InRange(adds.Percentile(0.5), 1e-9, adds.Max);
        Assert.Equal((1, 1), (figures.Since(before).Operations[(_network, "ADD")].Count, figures.Since(before).Operations[(_network, "ADD")].Errors));
        Assert.True(figures.Steps[(_network, "ADD", "recorder ADD")].Count >= 1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20e-6, 0)]
    [InlineData(21e-6, 1)]
    [InlineData(40e-6, 2)]
    [InlineData(1e9, StepFigure.BucketCount - 1)]
    public void Bucket_OfADuration_IsTheFirstThatHoldsIt(double seconds, int bucket)
    {
        Assert.Equal(bucket, StepFigure.BucketOf(seconds));
        Assert.True(bucket == StepFigure.BucketCount - 1 || StepFigure.Bound(bucket) >= seconds * 0.999);
    }

    // Other tests' operations run beside, and are heard too.
    private List<TracedOperation> Own(RecentOperations recent) => [.. recent.Operations.Where(o => o.Network == _network)];

    private Task<Answer> ServeAsync(string command, string plugins) => _host.ServeAsync(Request(command, plugins));

    private CniRequest Request(string command, string plugins) =>
        _host.Request(command, ChainFixture.Chain(plugins).Replace("podnet", _network, StringComparison.Ordinal)) with
        {
            Args = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1",
        };
}
