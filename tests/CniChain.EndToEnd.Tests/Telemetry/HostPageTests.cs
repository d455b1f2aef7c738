using System.Diagnostics;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Host.Tests.Telemetry;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Telemetry;

/// <summary>What a whole node exports is what the tables of host/README.md name, and all they name is exported.</summary>
public sealed class HostPageTests : ResidentTests
{
    // Many callers at the same moment may or may not share a transaction; a lease changes when its server says.
    private static readonly string[] _byChance = ["cni.kernel.together"];
    private const string OfLeases = "dhcp ";

    private const string Pod = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1;K8S_POD_UID=7ab2";
    private const string LeaseLock = "/var/lib/cni/networks/podnet/lock";

    public HostPageTests()
    {
        Node.Exec("ip link set lo up");
        Node.WriteFile("/etc/cni/net.d/10-podnet.conflist", Networks.For(PluginSet.CniChain));
        Node.Shell($"mkdir -p /run/more && cp -r {RepositoryPaths.Install}/lib/cnichain/plugins/loopback /run/more/");
    }

    [Fact]
    public async Task Tables_AreWhatIsExported()
    {
        await using var collector = await OtlpCollector.StartAsync(Node.Namespace, grpc: false);
        var host = StartHost(collector);
        var containers = Node.AddContainers(4);

        SucceedAndFail(containers[0], containers[1]);
        WaitForATurn(containers[1]);
        WaitForALock(containers[2]);
        ReplaceAPlugin(containers[0]);
        AddForNobody(containers[3]);
        containers[2].RemoveNamespace();
        Node.TryExec($"{Exporting(collector)} /opt/cni/bin/cnichain repair podnet"); // One is gone, which it says.
        Calls.CollectGarbage(containers[0]).Checked("GC");
        Node.StopDaemon(host); // Sends what is left.

        await collector.WaitAsync(c => c.Spans.Any(s => s.Name == "repair attachment"));
        AssertSpans(collector.Spans);
        AssertMetrics(collector.Points);
        AssertLogs(collector.Logs);
    }

    private void SucceedAndFail(TestContainer one, TestContainer other)
    {
        (Calls.Prepared(one, "ADD", 20001) with { Args = Pod }).On(Node).Checked("ADD");
        Assert.NotNull(Calls.Call(other, "ADD", 20001).ErrorCode);
    }

    private void WaitForATurn(TestContainer container)
    {
        var first = Task.Run(() => Calls.Slow(container, "ADD").On(Node));
        Calls.UntilSlow(container);
        var second = Task.Run(() => Calls.Call(container, "ADD", 20002));
        HostView.Until(() => Host.Status.GetProperty("waiting").GetInt32() == 1, "one that waits");
        Calls.LetSlowEnd();
        first.GetAwaiter().GetResult().Checked("ADD");
        Assert.NotNull(second.GetAwaiter().GetResult().ErrorCode);
    }

    private void WaitForALock(TestContainer container)
    {
        using var holder = Node.Start(["flock", LeaseLock, "sh", "-c", "touch /run/held; read -r _"]);
        HostView.Until(() => File.Exists(Node.HostPath("/run/held")), "the lock held");
        var waiting = Task.Run(() => Calls.Call(container, "ADD", 20003));
        HostView.Until(
            () => Node.Shell($"ls -l /proc/{Host.Status.GetProperty("pid")}/fd").Contains(LeaseLock, StringComparison.Ordinal), "the lock wanted");
        Thread.Sleep(1000); // Between opening and trying there is nothing, but a busy machine may do something else just then.
        holder.StandardInput.Close();
        waiting.GetAwaiter().GetResult().Checked("ADD");
        holder.WaitForExit();
    }

    private void ReplaceAPlugin(TestContainer container)
    {
        var call = PluginCall.For(container, "ADD", """{ "cniVersion": "1.0.0", "name": "lonet", "type": "loopback" }""") with { Type = "loopback", IfName = "lo" };
        call.On(Node).Checked("ADD");
        Node.Shell("cd /run/more/loopback && for file in *; do cp $file $file.new; mv -f $file.new $file; done");
        (call with { Command = "CHECK" }).On(Node);
        Node.Shell("cd /run/more/loopback && for file in *.dll; do echo broken > $file.new; mv -f $file.new $file; done");
        (call with { Command = "DEL" }).On(Node).Checked("DEL");
    }

    private void AddForNobody(TestContainer container)
    {
        Calls.AddForNobody(container, 20004);
        HostView.Until(() => File.ReadAllText(Node.HostPath("/run/host.out")).Contains("reached nobody", StringComparison.Ordinal), "the ADD undone");
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
        var host = Node.StartDaemon(
            [
                .. Exporting(collector).Split(' '), "CNICHAIN_PLUGINS=/run/more", "OTEL_METRIC_EXPORT_INTERVAL=300",
                Path.Combine(RepositoryPaths.Install, "lib", "cnichain", "cnichaind"), "serve",
            ],
            "/run/host.out");
        Node.WaitFor("/opt/cni/bin/cnichain host status", "/run/host.out");
        return host;
    }

    private static string Exporting(OtlpCollector collector) => string.Join(' ', collector.Variables.Select(v => $"{v.Name}={v.Value}").Prepend("env"));
}
