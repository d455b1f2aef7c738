using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>A line an operation: what it says, and where it goes.</summary>
public sealed class OperationLogTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = "b7ad6b7169203331";

    private readonly ChainFixture _host = new();
    private readonly MemoryStream _stderr = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task File_GetsALineForEachOperation()
    {
        var path = _host.PathOf("operations.log");
        using var watch = new HostWatch(LogDestination.Open(path, Stderr)!);
        using var watched = new ChainFixture(o => o with { Watch = watch });

        (await watched.ServeAsync(Request(watched, "ADD", watched.Recorder("a")))).AssertSuccess();
        (await watched.ServeAsync(Request(watched, "ADD", "{\"type\": \"none such\"}"))).AssertError(7);
        (await watched.ServeAsync(Request(watched, "DEL", watched.Recorder("a")))).AssertSuccess();

        var lines = File.ReadAllLines(path);
        Assert.Equal(3, lines.Length);
        Assert.Matches(
            $@"^time=\d{{4}}-\S+Z level=info verb=ADD network=podnet container=c1 ifname=eth0 pod=default/web-1 duration_ms=\d+\.\d{{3}} code=0.* trace_id={Trace} span_id=[0-9a-f]{{16}}$",
            lines[0]);
        Assert.Contains(" level=error verb=ADD network=podnet ", lines[1], StringComparison.Ordinal);
        Assert.Contains(" code=7 error=\"", lines[1], StringComparison.Ordinal);
        Assert.Contains(" verb=DEL ", lines[2], StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public void File_ThatHasGrown_IsSetAside()
    {
        var path = _host.PathOf("operations.log");
        var log = FileOperationLog.Open(path, maxLength: 1000);

        for (var i = 0; i < 20; i++)
        {
            log.Write(Outcome("c" + i));
        }

        Assert.InRange(new FileInfo(path + ".1").Length, 1000, 1300);
        Assert.InRange(new FileInfo(path).Length, 1, 1000);
    }

    [Fact]
    public void Destination_ThatCannotBe_IsAWarning()
    {
        var open = Directory.CreateDirectory(_host.PathOf("open"), (UnixFileMode)0b111_111_111).FullName;
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        File.CreateSymbolicLink(_host.PathOf("link"), "/dev/null");

        foreach (var text in (string[])["here", _host.PathOf("absent/log"), Path.Combine(open, "log"), _host.PathOf("link")])
        {
            Assert.Null(LogDestination.Open(text, Stderr));
        }

        var said = Encoding.UTF8.GetString(_stderr.ToArray());
        Assert.Equal(4, said.Split("operations are not logged").Length - 1);
        Assert.Contains("give journald, stderr, off", said, StringComparison.Ordinal);
        Assert.Contains("can be written by everybody", said, StringComparison.Ordinal);
        Assert.Null(LogDestination.Open("off", Stderr));
    }

    [Fact]
    public void Journald_GetsFields()
    {
        using var journal = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        journal.Bind(new UnixDomainSocketEndPoint(_host.PathOf("journal")));
        using var log = JournaldLog.Open(_host.PathOf("journal"));

        log.Write(Outcome("c1") with { Failure = new CniException(CniErrorCode.TryAgainLater, "two\nlines") });

        var buffer = new byte[4096];
        var text = Encoding.UTF8.GetString(buffer, 0, journal.Receive(buffer));
        foreach (var field in (string[])["PRIORITY=3\n", "SYSLOG_IDENTIFIER=cnichain\n", "CNI_VERB=ADD\n", "CNI_NETWORK=podnet\n", "CNI_CONTAINERID=c1\n", "CNI_CODE=11\n", $"TRACE_ID={Trace}\n", $"SPAN_ID={Parent}\n"])
        {
            Assert.Contains(field, text, StringComparison.Ordinal);
        }

        // A value of several lines: the name, a newline, its length, the value.
        Assert.Contains("MESSAGE\n", text, StringComparison.Ordinal);
        Assert.Contains("two\nlines", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_QuotesWhatWouldBreakIt()
    {
        var line = LogLine.Of(Outcome("a \"b\"\nc=\u0001"));

        Assert.Contains("container=\"a \\\"b\\\"\\nc=\\u0001\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    private StderrLog Stderr => new(_stderr);

    private static CniRequest Request(ChainFixture host, string command, string plugins) => host.Request(command, ChainFixture.Chain(plugins)) with
    {
        Args = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1",
        Environment = new Dictionary<string, string> { ["TRACEPARENT"] = $"00-{Trace}-{Parent}-01" },
    };

    private OperationOutcome Outcome(string container) => new()
    {
        Request = _host.Request("ADD", "") with { ContainerId = container },
        Network = "podnet",
        Ended = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(2.5),
        Reply = new CniReply(0, "{}"u8.ToArray()),
        Trace = new ActivityContext(ActivityTraceId.CreateFromString(Trace), ActivitySpanId.CreateFromString(Parent), ActivityTraceFlags.Recorded),
    };
}
