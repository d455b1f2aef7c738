using System.Diagnostics;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Telemetry;

public sealed class TransactionSpanTests
{
    [Fact]
    public void Execute_UnderAListener_MakesOneSpanWithEveryOperation()
    {
        using var ns = TestNamespace.Create();
        using var recorder = new SpanRecorder();
        using var socket = RouteSocket.Open(ns.Namespace);

        socket.Execute(LinkRequest.CreateBridge(new BridgeOptions { Name = "br0" }), LinkRequest.CreateBridge(new BridgeOptions { Name = "br1" }));

        var span = Assert.Single(recorder.Spans);
        Assert.Equal("netlink newlink", span.OperationName);
        Assert.Equal(["newlink br0", "newlink br1"], Assert.IsType<string[]>(span.GetTagItem("cni.kernel.operations")));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public void Execute_Failing_MarksItsSpanWithTheKernelsError()
    {
        using var ns = TestNamespace.Create();
        using var recorder = new SpanRecorder();
        using var socket = RouteSocket.Open(ns.Namespace);

        Assert.Throws<NetlinkException>(() => socket.Execute(LinkRequest.Delete("absent0")));

        var span = Assert.Single(recorder.Spans);
        Assert.Equal((ActivityStatusCode.Error, "ENODEV"), (span.Status, span.GetTagItem("error.type")));
    }

    /// <summary>Hears the spans of its own test only: those below its root.</summary>
    private sealed class SpanRecorder : IDisposable
    {
        private readonly Activity _root = new Activity("test").Start();
        private readonly ActivityListener _listener;

        public SpanRecorder()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "CniChain.Linux",
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == _root.TraceId)
                    {
                        Spans.Add(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public List<Activity> Spans { get; } = [];

        public void Dispose()
        {
            _listener.Dispose();
            _root.Dispose();
        }
    }
}
