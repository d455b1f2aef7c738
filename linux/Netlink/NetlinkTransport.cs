namespace CniChain.Linux.Netlink;

/// <summary>The socket itself: bytes out, datagrams in. What they mean is its users' business.</summary>
internal abstract class NetlinkTransport : IDisposable
{
    /// <summary>The family.</summary>
    public abstract NetlinkProtocol Protocol { get; }

    /// <summary>The number of the last request. It goes on with the next user, who then cannot take an answer meant for this one.</summary>
    public uint Sequence { get; set; }

    /// <summary>Opens a socket in a namespace, where it stays; or takes one that was opened there before.</summary>
    public static NetlinkTransport Open(NetlinkProtocol protocol, NetworkNamespace? ns, uint groups = 0) =>
        SimulatedNamespace.Find(ns) is { } simulated
            ? SimulatedTransport.Open(simulated, protocol, groups)
            : KernelTransport.Open(protocol, ns, groups);

    /// <summary>The namespace the socket is in.</summary>
    /// <returns>Null when the kernel does not tell: before Linux 4.9, or without CAP_NET_ADMIN over it.</returns>
    public abstract (ulong Device, ulong Inode)? FindNamespace();

    /// <summary>Changes the socket for a new one in the same namespace, so that what the old one still had to say is not waited for.</summary>
    /// <returns>False when the kernel does not tell the namespace; see <see cref="FindNamespace"/>.</returns>
    public abstract bool TryRenew();

    /// <summary>Another socket of the family in the same namespace.</summary>
    /// <returns>Null when the kernel does not tell the namespace, see <see cref="FindNamespace"/>, or is a simulated one.</returns>
    public abstract NetlinkTransport? TryOpenBeside();

    /// <summary>Begins or ends to receive the kernel's notifications of a group.</summary>
    public abstract void Subscribe(uint group, bool isWanted);

    /// <summary>Sends messages in one datagram; the kernel has worked on them when this returns, and queued its answers.</summary>
    public abstract void Send(ReadOnlySpan<byte> messages, string operation);

    /// <summary>Receives one datagram from the kernel.</summary>
    /// <param name="timeout">How long to wait when none is queued.</param>
    /// <param name="datagram">What was received, valid until the next call.</param>
    public abstract NetlinkReceived Receive(TimeSpan timeout, out ReadOnlySpan<byte> datagram);

    /// <summary>Is done with the socket, which nothing more is to be read from. One that has failed is not for anybody else.</summary>
    public abstract void Release();

    /// <summary>Closes the socket, and gives the buffer back unless somebody may still be using it.</summary>
    public abstract void Close(bool returnBuffer);

    public void Dispose() => Close(returnBuffer: true);
}
