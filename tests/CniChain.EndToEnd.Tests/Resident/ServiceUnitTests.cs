using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>conf/systemd: what systemd makes of the units, and the host under what the units ask for.</summary>
/// <remarks>A test cannot have a systemd of its own, so its part is played: the socket, the notifications, the capabilities.</remarks>
public sealed class ServiceUnitTests : ResidentTests
{
    private const string Units = "/run/systemd/system";
    private const string NotifyLog = "/run/notify.log";

    private static readonly string s_host = Path.Combine(RepositoryPaths.Install, "lib", "cnichain", "cnichaind");

    [Fact]
    public void Units_VerifiedBySystemd_HaveNoFault()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "needs systemd-analyze");
        foreach (var name in (string[])["cnichain.service", "cnichain.socket"])
        {
            Node.WriteFile($"{Units}/{name}", Unit(name).Replace("/usr/local/lib/cnichain/cnichaind", s_host, StringComparison.Ordinal));
        }

        var verified = Node.Run(["systemd-analyze", "verify", "--man=no", $"{Units}/cnichain.service", $"{Units}/cnichain.socket"]);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Output + verified.Error));
    }

    [Fact]
    public void Service_WithTheUnitsCapabilities_IsReadyServesAndStops()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-socket-activate"), "needs systemd-socket-activate");
        Assert.SkipUnless(File.Exists("/usr/bin/socat") && File.Exists("/usr/bin/setpriv"), "needs socat and setpriv");
        var before = Node.Snapshot();
        using var manager = Node.StartDaemon(["socat", "-u", "UNIX-RECV:/run/notify.sock", $"OPEN:{NotifyLog},creat,append"], "/run/socat.log");
        Node.WaitFor("test -S /run/notify.sock", "/run/socat.log");
        Node.Shell("mkdir -m 700 /run/cnichain");
        using var service = Node.StartDaemon(
            [
                "setpriv", "--no-new-privs", $"--bounding-set=-all{string.Concat(Capabilities().Select(c => $",+{c}"))}", "--inh-caps=-all",
                "systemd-socket-activate", "-l", HostView.Socket, "-E", "NOTIFY_SOCKET=/run/notify.sock", s_host, "serve",
            ],
            "/run/service.log");
        Node.WaitFor($"test -S {HostView.Socket}", "/run/service.log");
        var container = Node.AddContainer();

        foreach (var command in (string[])["ADD", "CHECK"])
        {
            Assert.Equal("", Calls.Call(container, command).ErrorText);
        }

        Assert.Contains("bytes from", container.Exec($"ping -c 1 -w 30 {Networks.Gateway}"), StringComparison.Ordinal);
        HostView.Until(() => Notified().Contains("READY=1", StringComparison.Ordinal), "told the service manager that it is ready");
        var host = Host.Status.GetProperty("pid").GetInt32();
        Assert.Contains($"{s_host} serve", Node.Shell($"tr '\\0' ' ' < /proc/{host}/cmdline"), StringComparison.Ordinal);
        Assert.Equal("", Calls.Call(container, "DEL").ErrorText);

        Host.Signal(host, "TERM");

        HostView.Until(() => !Directory.Exists(Node.HostPath($"/proc/{host}")), "ended");
        HostView.Until(() => Notified().EndsWith("STOPPING=1", StringComparison.Ordinal), "told the service manager that it stops");
        Assert.True(File.Exists(Node.HostPath(HostView.Socket)), "the socket is the service manager's and stays");
        Node.StopDaemon(manager);
        Node.AssertReturnsTo(before, s => Attached.OnlyContainers(s).WithoutLink(Networks.Bridge).Without("/podnet/lock"));
    }

    private string Notified() => File.ReadAllText(Node.HostPath(NotifyLog));

    private static string Unit(string name) => File.ReadAllText(Path.Combine(RepositoryPaths.Conf, "systemd", name));

    private static IEnumerable<string> Capabilities() =>
        Regex.Match(Unit("cnichain.service"), "^CapabilityBoundingSet=(.*)$", RegexOptions.Multiline).Groups[1].Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name["CAP_".Length..].ToLowerInvariant());
}
