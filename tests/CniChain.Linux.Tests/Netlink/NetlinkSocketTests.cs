using System.Globalization;
using System.Runtime.InteropServices;
using CniChain.Linux.Netlink;
using CniChain.Testing;
using Tmds.Linux;

namespace CniChain.Linux.Tests.Netlink;

public sealed partial class NetlinkSocketTests
{
    private const ushort RTM_NEWLINK = 16;
    private const ushort RTM_DELLINK = 17;
    private const ushort RTM_GETLINK = 18;
    private const ushort IFLA_IFNAME = 3;
    private const ushort IFLA_LINKINFO = 18;
    private const ushort IFLA_INFO_KIND = 1;

    [Fact]
    public void Execute_SeveralRequests_AllAreDone()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);

        socket.Execute(Bridge("one"), Bridge("two"));

        Assert.Equal(["lo", "one", "two"], Names(socket));
    }

    [Fact]
    public void Execute_OneFails_NamesItAndGoesOnWithTheRest()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);

        var error = Assert.Throws<NetlinkException>(() => socket.Execute(Bridge("one"), Bridge("one"), Bridge("two")));

        Assert.Equal("newlink one: File exists (EEXIST)", error.Message);
        Assert.Equal(1, error.RequestIndex);
        Assert.Equal(["lo", "one", "two"], Names(socket));
    }

    [Fact]
    public void Execute_KernelExplains_ItsTextAndOffsetAreInTheException()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        writer.PutString(IFLA_IFNAME, "a-name-that-is-far-too-long");

        var error = Assert.Throws<NetlinkException>(
            () => socket.Execute(writer.ToRequest("newlink", RTM_NEWLINK, NetlinkFlags.Create | NetlinkFlags.Ack)));

        Assert.False(string.IsNullOrEmpty(error.KernelMessage));
        Assert.EndsWith(error.KernelMessage, error.Message, StringComparison.Ordinal);
        Assert.Equal(16 + 16, error.Offset);
    }

    [Fact]
    public void Execute_FailureWithoutAck_IsStillSeen()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        var acked = Bridge("one");
        var silent = new NetlinkRequest("silent", acked.Type, acked.Flags & ~NetlinkFlags.Ack, acked.Payload);

        Assert.Empty(socket.TryExecute(silent));
        Assert.Equal("silent", Assert.Single(socket.TryExecute(Bridge("two"), silent)).Operation);
    }

    [Fact]
    public void Execute_MoreThanTheDefaultSocketBuffersHold_IsDone()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        writer.PutString(IFLA_IFNAME, "absent");
        writer.Put(999, new byte[1000]);
        var request = writer.ToRequest("dellink absent", RTM_DELLINK, NetlinkFlags.Ack);

        var failures = socket.TryExecute([.. Enumerable.Repeat(request, 1000)]);

        Assert.Equal(1000, failures.Count);
        Assert.All(failures, f => Assert.Equal("ENODEV", f.ErrnoName));
    }

    [Fact]
    public void Dump_TableChangesMeanwhile_IsReadAgainFromTheStart()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        using var other = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        socket.Execute([.. Enumerable.Range(0, 200).Select(i => Bridge($"fixed{i}"))]);
        var starts = 0;

        var names = Names(socket, name =>
        {
            starts += name == "lo" ? 1 : 0;
            if (name == "lo" && starts == 1)
            {
                other.Execute(Bridge("late"));
            }
        });

        Assert.Equal(2, starts);
        Assert.Equal(202, names.Count);
        Assert.Contains("late", names);
    }

    [Fact]
    public void Dump_TableChangesEachTime_GivesUpAndSaysWhy()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        using var other = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        socket.Execute([.. Enumerable.Range(0, 100).Select(i => Bridge($"fixed{i}"))]);
        var changes = 0;

        var error = Assert.Throws<NetlinkException>(() => Names(socket, name =>
        {
            if (name == "lo")
            {
                other.Execute(Bridge($"late{changes++}"));
            }
        }));

        Assert.Equal("EAGAIN", error.ErrnoName);
        Assert.Contains("changed during each", error.Message, StringComparison.Ordinal);
        Assert.Equal(101 + changes, Names(socket).Count);
    }

    [Fact]
    public void DumpAny_LeftEarly_NextDumpIsWhole()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        socket.Execute([.. Enumerable.Range(0, 300).Select(i => Bridge($"d{i}"))]);

        Assert.True(socket.DumpAny(GetLinks(), message => message.Type == RTM_NEWLINK));
        Assert.False(socket.DumpAny(GetLinks(), _ => false));
        Assert.Equal(301, Names(socket).Count);
    }

    [Fact]
    public void TryGet_Absent_ReturnsTheKernelsRefusal()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        writer.PutString(IFLA_IFNAME, "absent");

        Assert.False(socket.TryGet(writer.ToRequest("getlink absent", RTM_GETLINK, NetlinkFlags.None), _ => 1, out _, out var error));
        Assert.Equal("getlink absent: No such device (ENODEV)", error.Message);
    }

    [Fact]
    public void Get_InsideACallback_IsRefused()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);

        Assert.Throws<InvalidOperationException>(() => socket.DumpAny(GetLinks(), _ => Names(socket).Count > 0));
        Assert.Equal(["lo"], Names(socket));
    }

    [Fact]
    public void Execute_AnswerForgedByAProcessInside_IsNotBelieved()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        Assert.Equal(["lo"], Names(socket));
        var port = test.Namespace.Run(OnlyBoundPort);

        // The ack the next request waits for, saying EPERM, from somebody who is root in the namespace.
        test.Namespace.Run(() => Send(port, [36, 2, 2, 0, -1, 0, 0, 0, 0]));
        socket.Execute(Bridge("one"));

        Assert.Equal(["lo", "one"], Names(socket));
    }

    [Fact]
    public void Receive_ASignalWhileWaiting_WaitsOn()
    {
        using var test = TestNamespace.Create();
        using var handled = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, static context => context.Cancel = true);
        var transport = KernelTransport.Open(NetlinkProtocol.Route, test.Namespace, groups: 0);
        var received = NetlinkReceived.Datagram;
        var waiter = 0;
        var begun = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            waiter = int.Parse(Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!), CultureInfo.InvariantCulture);
            begun.Set();
            received = transport.Receive(TimeSpan.FromSeconds(1), out _);
        });
        thread.Start();
        begun.Wait(TestContext.Current.CancellationToken);
        for (; thread.IsAlive; Thread.Sleep(10))
        {
            _ = SignalThread(Environment.ProcessId, waiter, LibC.SIGWINCH);
        }

        transport.Close(returnBuffer: true);
        Assert.Equal(NetlinkReceived.Nothing, received);
    }

    [Fact]
    public void Execute_AfterDispose_SaysSo()
    {
        using var test = TestNamespace.Create();
        var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        socket.Dispose();
        socket.Dispose();

        Assert.Throws<ObjectDisposedException>(() => socket.Execute(Bridge("one")));
    }

    // int tgkill(pid_t tgid, pid_t tid, int sig);   signal.h
    [LibraryImport("libc", EntryPoint = "tgkill")]
    private static partial int SignalThread(int process, int thread, int signal);

    /// <summary>The Pid column of the one line of /proc/net/netlink whose socket a process bound.</summary>
    private static uint OnlyBoundPort() =>
        File.ReadLines("/proc/thread-self/net/netlink")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[1] == "0" && columns[2] != "0")
            .Select(columns => uint.Parse(columns[2], CultureInfo.InvariantCulture))
            .Single();

    private static unsafe void Send(uint port, int[] message)
    {
        var fd = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0);
        var target = new SockAddrNl { nl_family = (ushort)LibC.AF_NETLINK, nl_pid = port };
        fixed (int* bytes = message)
        {
            var length = message.Length * sizeof(int);
            Assert.Equal(length, (long)LibC.sendto(fd, bytes, length, 0, (sockaddr*)&target, SockAddrNl.Size));
        }

        LibC.close(fd);
    }

    private static NetlinkRequest Bridge(string name)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        writer.PutString(IFLA_IFNAME, name);
        using (writer.Nest(IFLA_LINKINFO))
        {
            writer.PutString(IFLA_INFO_KIND, "bridge");
        }

        return writer.ToRequest(
            $"newlink {name}", RTM_NEWLINK, NetlinkFlags.Create | NetlinkFlags.Exclusive | NetlinkFlags.Ack);
    }

    private static NetlinkRequest GetLinks()
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        return writer.ToRequest("getlink", RTM_GETLINK, NetlinkFlags.None);
    }

    private static List<string> Names(NetlinkSocket socket, Action<string>? seen = null) =>
        socket.Dump(
            GetLinks(),
            (NetlinkMessage message, out string? name) =>
            {
                name = message.Attributes(Marshal.SizeOf<IfInfo>()).TryGet(IFLA_IFNAME, out var a) ? a.AsString() : "";
                seen?.Invoke(name);
                return true;
            });

    [StructLayout(LayoutKind.Sequential)]
    private struct IfInfo
    {
        public byte Family;
        public byte Pad;
        public ushort Type;
        public int Index;
        public uint Flags;
        public uint Change;
    }
}
