using System.Diagnostics;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
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

    [Fact]
    public void Execute_OfSeveralKinds_NamesTheKernelsMessageTypes()
    {
        using var ns = TestNamespace.Create();
        using var recorder = new SpanRecorder();
        using var socket = RouteSocket.Open(ns.Namespace);
        using var nft = NftSocket.Open(ns.Namespace);

        socket.Execute(LinkRequest.CreateBridge(new BridgeOptions { Name = "br0" }), LinkRequest.Delete("br0"));
        nft.Commit(new NftBatch().AddTable(new NftTable(NftFamily.Inet, "t")));

        Assert.Equal(["RTM_NEWLINK", "RTM_DELLINK"], Types(recorder.Spans[0]));
        Assert.Equal(["NFNL_MSG_BATCH_BEGIN", "NFT_MSG_NEWTABLE", "NFNL_MSG_BATCH_END"], Types(recorder.Spans[1]));
    }

    [Fact]
    public void Dump_HasASpan()
    {
        using var ns = TestNamespace.Create();
        using var recorder = new SpanRecorder();
        using var socket = RouteSocket.Open(ns.Namespace);

        socket.GetLinks();

        var span = Assert.Single(recorder.Spans);
        Assert.Equal(("netlink dump RTM_GETLINK", ActivityKind.Client), (span.DisplayName, span.Kind));
        Assert.Equal(["RTM_GETLINK"], Types(span));
    }

    [Fact]
    public void Lock_HasASpanWhenItWaits_AndFailsItWhenItIsInVain()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var recorder = new SpanRecorder();
            using (FileLock.Acquire(path, TimeSpan.FromSeconds(1)))
            {
                Assert.Throws<TimeoutException>(() => FileLock.Acquire(path, TimeSpan.FromMilliseconds(1)));
                Assert.Equal("timeout", Assert.Single(recorder.Spans).GetTagItem("error.type"));
            }

            var held = FileLock.Acquire(path, TimeSpan.FromSeconds(1));
            recorder.OnStart = held.Dispose;
            FileLock.Acquire(path, TimeSpan.FromSeconds(30)).Dispose();

            Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], recorder.Spans.Select(s => s.Status));
            Assert.All(recorder.Spans, s => Assert.Equal(("lock wait", path), (s.DisplayName, s.GetTagItem("file.path"))));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Types(Activity span) => Assert.IsType<string[]>(span.GetTagItem("cni.kernel.message_types"));

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
                ActivityStarted = activity =>
                {
                    if (activity.TraceId == _root.TraceId)
                    {
                        OnStart();
                    }
                },
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

        /// <summary>Done when a span begins.</summary>
        public Action OnStart { get; set; } = () => { };

        public void Dispose()
        {
            _listener.Dispose();
            _root.Dispose();
        }
    }
}
