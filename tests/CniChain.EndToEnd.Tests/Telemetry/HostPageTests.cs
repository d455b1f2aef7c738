using System.Diagnostics;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Host.Tests.Telemetry;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Telemetry;

/// <summary>What a whole node exports is what the tables of host/README.md name, and all they name is exported.</summary>
public sealed class HostPageTests : IDisposable
{
    // Many callers at the same moment may or may not share a transaction; a lease changes when its server says.
    private static readonly string[] _byChance = ["cni.kernel.together"];
    private const string OfLeases = "dhcp ";

    private const string Pod = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1;K8S_POD_UID=7ab2";
    private const string LeaseLock = "/var/lib/cni/networks/podnet/lock";

    private readonly TestNode _node = TestNode.Create();
    private readonly Calls _calls;

    public HostPageTests()
    {
        _calls = new Calls(_node);
        _node.Exec("ip link set lo up");
        _node.WriteFile("/etc/cni/net.d/10-podnet.conflist", Networks.For(PluginSet.CniChain));
        _node.Shell($"mkdir -p /run/more && cp -r {RepositoryPaths.Install}/lib/cnichain/plugins/loopback /run/more/");
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Tables_AreWhatIsExported()
    {
        await using var collector = await OtlpCollector.StartAsync(_node.Namespace, grpc: false);
        var host = StartHost(collector);
        var containers = _node.AddContainers(4);

        SucceedAndFail(containers[0], containers[1]);
        WaitForATurn(containers[1]);
        WaitForALock(containers[2]);
        ReplaceAPlugin(containers[0]);
        AddForNobody(containers[3]);
        containers[2].RemoveNamespace();
        _node.TryExec($"{Exporting(collector)} /opt/cni/bin/cnichain repair podnet"); // One is gone, which it says.
        _calls.CollectGarbage(containers[0]).Checked("GC");
        _node.StopDaemon(host); // Sends what is left.

        await collector.WaitAsync(c => c.Spans.Any(s => s.Name == "repair attachment"));
        AssertSpans(collector.Spans);
        AssertMetrics(collector.Points);
        AssertLogs(collector.Logs);
    }

    private void SucceedAndFail(TestContainer one, TestContainer other)
    {
        (_calls.Prepared(one, "ADD", 20001) with { Args = Pod }).On(_node).Checked("ADD");
        Assert.NotNull(_calls.Call(other, "ADD", 20001).ErrorCode);
    }

    private void WaitForATurn(TestContainer container)
    {
        var first = Task.Run(() => _calls.Slow(container, "ADD").On(_node));
        _calls.UntilSlow(container);
        var second = Task.Run(() => _calls.Call(container, "ADD", 20002));
        HostView.Until(() => new HostView(_node).Status.GetProperty("waiting").GetInt32() == 1, "one that waits");
        _calls.LetSlowEnd();
        first.GetAwaiter().GetResult().Checked("ADD");
        Assert.NotNull(second.GetAwaiter().GetResult().ErrorCode);
    }

    private void WaitForALock(TestContainer container)
    {
        using var holder = _node.Start(["flock", LeaseLock, "sh", "-c", "touch /run/held; read -r _"]);
        HostView.Until(() => File.Exists(_node.HostPath("/run/held")), "the lock held");
        var waiting = Task.Run(() => _calls.Call(container, "ADD", 20003));
        HostView.Until(
            () => _node.Shell($"ls -l /proc/{new HostView(_node).Status.GetProperty("pid")}/fd").Contains(LeaseLock, StringComparison.Ordinal), "the lock wanted");
        Thread.Sleep(100); // Between opening and trying there is nothing.
        holder.StandardInput.Close();
        waiting.GetAwaiter().GetResult().Checked("ADD");
        holder.WaitForExit();
    }

    private void ReplaceAPlugin(TestContainer container)
    {
        var call = PluginCall.For(container, "ADD", """{ "cniVersion": "1.0.0", "name": "lonet", "type": "loopback" }""") with { Type = "loopback", IfName = "lo" };
        call.On(_node).Checked("ADD");
        _node.Shell("cd /run/more/loopback && for file in *; do cp $file $file.new; mv -f $file.new $file; done");
        (call with { Command = "CHECK" }).On(_node);
        _node.Shell("cd /run/more/loopback && for file in *.dll; do echo broken > $file.new; mv -f $file.new $file; done");
        (call with { Command = "DEL" }).On(_node).Checked("DEL");
    }

    private void AddForNobody(TestContainer container)
    {
        var call = _calls.Prepared(container, "ADD", 20004);
        _node.WriteFile("/run/nobody.json", call.Config);
        _node.Shell($"CNI_COMMAND=ADD CNI_CONTAINERID={call.ContainerId} CNI_NETNS={call.Netns} CNI_IFNAME=eth0 CNI_PATH={call.Path} /opt/cni/bin/cnichain < /run/nobody.json | :");
        HostView.Until(() => File.ReadAllText(_node.HostPath("/run/host.out")).Contains("reached nobody", StringComparison.Ordinal), "the ADD undone");
    }

    private static void AssertSpans(IReadOnlyCollection<ReceivedSpan> spans)
    {
        var seen = new HashSet<string>();
        foreach (var span in spans)
        {
            var row = HostPage.RowOf(span.Name);
            Assert.True(row is not null, $"the span {span.Name} is not in the table");
            Assert.Contains(span.Kind switch { 1 => "internal", 2 => "server", 3 => "client", var other => $"{other}" }, row.Kind, StringComparison.Ordinal);
            var failure = span.Status == 2 ? HostPage.OfFailure : [];
            Assert.All(span.Tags.Keys, tag => Assert.True(row.Attributes.Contains(tag) || failure.Contains(tag), $"{span.Name} has {tag}"));
            seen.UnionWith(span.Tags.Keys.Select(tag => $"{row.Examples[0]}: {tag}"));
        }

        Assert.Empty(HostPage.Spans
            .Where(row => !row.Examples[0].StartsWith(OfLeases, StringComparison.Ordinal))
            .SelectMany(row => row.Attributes.Except(_byChance).Select(tag => $"{row.Examples[0]}: {tag}"))
            .Except(seen));
    }

    private static void AssertMetrics(IReadOnlyCollection<ReceivedPoint> points)
    {
        var seen = new HashSet<string>();
        foreach (var point in points)
        {
            Assert.True(MetricTable.Rows.TryGetValue(point.Name, out var row), $"the metric {point.Name} is not in the table");
            Assert.Equal((row.Unit, row.Form == "histogram" ? "histogram" : "sum"), (point.Unit, point.Form));
            Assert.All(point.Tags.Keys, tag => Assert.True(row.Attributes.Contains(tag), $"{point.Name} has {tag}"));
            seen.UnionWith(point.Tags.Keys.Prepend("").Select(tag => $"{row.Name}: {tag}"));
        }

        Assert.Empty(MetricTable.Rows.Values
            .SelectMany(row => row.Attributes.Prepend("").Select(tag => $"{row.Name}: {tag}"))
            .Except(seen));
    }

    /// <summary>Those of the verb's span, a duration, and a failure's; what only a span has is told of the caller, not of the operation.</summary>
    private static void AssertLogs(IReadOnlyCollection<ReceivedLog> logs) => Assert.Empty(
        logs.SelectMany(l => l.Tags.Keys).Distinct().Except([.. HostPage.Spans[0].Attributes, .. HostPage.OfFailure, "cni.operation.duration"]));

    private Process StartHost(OtlpCollector collector)
    {
        var host = _node.StartDaemon(
            [
                .. Exporting(collector).Split(' '), "CNICHAIN_PLUGINS=/run/more", "OTEL_METRIC_EXPORT_INTERVAL=300",
                Path.Combine(RepositoryPaths.Install, "lib", "cnichain", "cnichaind"), "serve",
            ],
            "/run/host.out");
        _node.WaitFor("/opt/cni/bin/cnichain host status", "/run/host.out");
        return host;
    }

    private static string Exporting(OtlpCollector collector) => string.Join(' ', collector.Variables.Select(v => $"{v.Name}={v.Value}").Prepend("env"));
}
