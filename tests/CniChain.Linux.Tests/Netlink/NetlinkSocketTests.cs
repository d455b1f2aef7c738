using System.Runtime.InteropServices;
using CniChain.Linux.Netlink;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Netlink;

public sealed class NetlinkSocketTests
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
    public async Task Dump_TableChangesMeanwhile_AnswerIsComplete()
    {
        using var test = TestNamespace.Create();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
        socket.Execute([.. Enumerable.Range(0, 200).Select(i => Bridge($"fixed{i}"))]);
        using var stop = new CancellationTokenSource();
        var churn = Task.Run(
            () =>
            {
                using var other = NetlinkSocket.Open(NetlinkProtocol.Route, test.Namespace);
                while (!stop.IsCancellationRequested)
                {
                    other.Execute(Bridge("restless"), Delete("restless"));
                }
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 20; i++)
        {
            var names = Names(socket);
            Assert.Equal(200, names.Count(n => n.StartsWith("fixed", StringComparison.Ordinal)));
            Assert.Equal(names.Distinct(), names);
        }

        await stop.CancelAsync();
        await churn;
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

    private static NetlinkRequest Delete(string name)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        writer.PutString(IFLA_IFNAME, name);
        return writer.ToRequest($"dellink {name}", RTM_DELLINK, NetlinkFlags.Ack);
    }

    private static NetlinkRequest GetLinks()
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfo));
        return writer.ToRequest("getlink", RTM_GETLINK, NetlinkFlags.None);
    }

    private static List<string> Names(NetlinkSocket socket) =>
        socket.Dump(
            GetLinks(),
            (NetlinkMessage message, out string? name) =>
            {
                name = message.Attributes(Marshal.SizeOf<IfInfo>()).TryGet(IFLA_IFNAME, out var a) ? a.AsString() : "";
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
