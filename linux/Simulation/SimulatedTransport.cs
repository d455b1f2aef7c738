using CniChain.Linux.Netlink;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>A netlink socket in a simulated namespace.</summary>
internal sealed class SimulatedTransport : NetlinkTransport
{
    private readonly SimulatedNamespace _namespace;
    private readonly Queue<byte[]> _answers = new();

    private SimulatedTransport(SimulatedNamespace ns, NetlinkProtocol protocol)
    {
        _namespace = ns;
        Protocol = protocol;
    }

    public override NetlinkProtocol Protocol { get; }

    public static SimulatedTransport Open(SimulatedNamespace ns, NetlinkProtocol protocol, uint groups) =>
        groups == 0
            ? new SimulatedTransport(ns, protocol)
            : throw CannotNotify(protocol);

    public override (ulong Device, ulong Inode)? FindNamespace() => _namespace.Identity;

    public override bool TryRenew()
    {
        _answers.Clear();
        return true;
    }

    public override NetlinkTransport? TryOpenBeside() => null;

    public override void Subscribe(uint group, bool isWanted) => throw CannotNotify(Protocol);

    public override void Send(ReadOnlySpan<byte> messages, string operation) => _namespace.Handle(Protocol, messages, _answers.Enqueue);

    public override NetlinkReceived Receive(TimeSpan timeout, out ReadOnlySpan<byte> datagram)
    {
        // All answers are there when the request was sent; nothing comes by waiting.
        datagram = _answers.TryDequeue(out var next) ? next : null;
        return next is null ? NetlinkReceived.Nothing : NetlinkReceived.Datagram;
    }

    public override void Release() => _answers.Clear();

    public override void Close(bool returnBuffer) => _answers.Clear();

    private static LinuxException CannotNotify(NetlinkProtocol protocol) =>
        new($"subscribe to {protocol} netlink groups", LibC.EOPNOTSUPP, "the fake kernel sends no notifications");
}
