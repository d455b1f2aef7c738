using CniChain.Linux;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Testing;

/// <summary>The network stack of one fake namespace: its tables, and which part of it answers which message.</summary>
internal sealed class FakeStack : SimulatedNamespace
{
    private const ushort RTM_NEWNSID = 88;

    private readonly FakeNamespace _owner;
    private readonly FakeNetfilter _netfilter;
    private readonly List<FakeStack> _numbered = [];
    private int _lastIndex;

    public FakeStack(FakeKernel kernel, FakeNamespace owner)
    {
        Kernel = kernel;
        _owner = owner;
        _netfilter = new FakeNetfilter(owner, kernel);
        File = OpenFile();
        Identity = NetworkNamespace.IdentityOf(File);
        Register();
        FakeLinks.Add(this, new FakeLink(this, "lo", null) { Mac = default(MacAddress), Mtu = 65536, Fixed = LinkFlags.Loopback });
    }

    public FakeKernel Kernel { get; }

    public SafeFileHandle File { get; }

    public override (ulong Device, ulong Inode) Identity { get; }

    public override string Path => $"/proc/self/fd/{File.DangerousGetHandle()}";

    public List<FakeLink> Links { get; } = [];

    public List<LinkAddress> Addresses { get; } = [];

    public List<Route> Routes { get; } = [];

    public List<Neighbour> Neighbours { get; } = [];

    public FakeSysctls Sysctls { get; } = new();

    public void Close()
    {
        Unregister();
        File.Dispose();
    }

    /// <summary>The number by which this namespace knows another, given at the first need (peernet2id_alloc).</summary>
    public int NumberOf(FakeStack other)
    {
        if (!_numbered.Contains(other))
        {
            _numbered.Add(other);
        }

        return _numbered.IndexOf(other);
    }

    /// <summary>An index for a new link. The kernel goes on from the last it gave, whether or not that is in use any more.</summary>
    public int NewIndex()
    {
        do
        {
            _lastIndex++;
        }
        while (Links.Exists(link => link.Index == _lastIndex));

        return _lastIndex;
    }

    public FakeLink Link(int index) => Links.Find(link => link.Index == index) ?? throw Refused.With(Refused.ENODEV);

    /// <summary>The namespace behind a descriptor in a message.</summary>
    public static FakeStack Of(int fd)
    {
        try
        {
            return Find(NetworkNamespace.IdentityOf(fd)) as FakeStack
                ?? throw Refused.With(Refused.EINVAL, "the descriptor is not one of a fake namespace");
        }
        catch (LinuxException e) when (e is not NetlinkException)
        {
            throw Refused.With(e.Errno);
        }
    }

    public override void Handle(NetlinkProtocol protocol, ReadOnlySpan<byte> messages, Action<byte[]> answers)
    {
        lock (Kernel.Gate)
        {
            while (NetlinkMessage.TryRead(ref messages, out var message))
            {
                if (protocol == NetlinkProtocol.Netfilter && message.Type == NfnlConstants.NFNL_MSG_BATCH_BEGIN)
                {
                    messages = _netfilter.Batch(message, messages, answers);
                }
                else
                {
                    Handle(protocol, message, answers);
                }
            }
        }
    }

    public override string? ReadSysctl(string path)
    {
        lock (Kernel.Gate)
        {
            return Sysctls.Values.GetValueOrDefault(path);
        }
    }

    public override void WriteSysctl(string path, string value)
    {
        lock (Kernel.Gate)
        {
            try
            {
                Kernel.RefuseIfAsked("sysctl");
                Sysctls.Write(path, value);
                Kernel.Record(new FakeRequest(_owner, "sysctl", 0, $"{path} = {value}"));
            }
            catch (LinuxException e)
            {
                Kernel.Record(new FakeRequest(_owner, "sysctl", e.Errno, $"{path} = {value}"));
                throw new LinuxException($"write '{value}' to /proc/sys/{path}", e.Errno, "the fake kernel has no such setting, or was told to refuse");
            }
        }
    }

    private static bool IsGet(NetlinkProtocol protocol, ushort type) => protocol == NetlinkProtocol.Netfilter
        ? FakeNetfilter.IsGet(type)
        : type is Rtm.RTM_GETLINK or Rtm.RTM_GETADDR or Rtm.RTM_GETROUTE or Rtm.RTM_GETNEIGH or Rtm.RTM_GETNSID
            or Rtm.RTM_GETNETCONF;

    private void Handle(NetlinkProtocol protocol, NetlinkMessage message, Action<byte[]> answers)
    {
        var type = MessageNames.Of(protocol, message.Type);
        int errno = 0;
        string? text = null;
        try
        {
            Kernel.RefuseIfAsked(type);
            if (protocol == NetlinkProtocol.Netfilter)
            {
                _netfilter.Ask(message, type, answers);
            }
            else
            {
                Dispatch(message, type, answers);
            }
        }
        catch (NetlinkException e)
        {
            (errno, text) = (e.Errno, e.KernelMessage);
        }

        if (errno != 0 || message.Flags.HasFlag(NetlinkFlags.Ack))
        {
            answers(FakeAnswer.Ack(message, errno, text));
        }

        if (errno != 0 || !IsGet(protocol, message.Type))
        {
            Kernel.Record(new FakeRequest(_owner, type, errno, text));
        }
    }

    private void Dispatch(NetlinkMessage message, string type, Action<byte[]> answers)
    {
        switch (message.Type)
        {
            case Rtm.RTM_NEWLINK: FakeLinkChanges.New(this, message); break;
            case Rtm.RTM_DELLINK: FakeLinks.Delete(this, message); break;
            case Rtm.RTM_GETLINK: FakeLinks.Get(this, message, answers); break;
            case Rtm.RTM_NEWADDR: FakeAddresses.New(this, message); break;
            case Rtm.RTM_DELADDR: FakeAddresses.Delete(this, message); break;
            case Rtm.RTM_GETADDR: FakeAddresses.Get(this, message, answers); break;
            case Rtm.RTM_NEWROUTE: FakeRoutes.New(this, message); break;
            case Rtm.RTM_DELROUTE: FakeRoutes.Delete(this, message); break;
            case Rtm.RTM_GETROUTE: FakeRoutes.Get(this, message, answers); break;
            case Rtm.RTM_NEWNEIGH: FakeNeighbours.New(this, message); break;
            case Rtm.RTM_DELNEIGH: FakeNeighbours.Delete(this, message); break;
            case Rtm.RTM_GETNEIGH: FakeNeighbours.Get(this, message, answers); break;
            case Rtm.RTM_GETNSID: GetNumber(message, answers); break;
            case Rtm.RTM_GETNETCONF: GetForwarding(message, answers); break;
            default: throw Refused.NotPlayed(type);
        }
    }

    private void GetNumber(NetlinkMessage message, Action<byte[]> answers)
    {
        if (!message.Attributes(RtGenMsg.Size).TryGet(Netnsa.NETNSA_FD, out var fd))
        {
            throw Refused.NotPlayed("RTM_GETNSID without a descriptor");
        }

        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(RtGenMsg));
        writer.PutInt32(Netnsa.NETNSA_NSID, _numbered.IndexOf(Of(fd.AsInt32())));
        answers(FakeAnswer.Message(RTM_NEWNSID, NetlinkFlags.None, message.Sequence, writer.Written));
    }

    private void GetForwarding(NetlinkMessage message, Action<byte[]> answers)
    {
        var header = message.Header<RtGenMsg>();
        if (!message.Attributes(RtGenMsg.Size).TryGet(IpDevConf.NETCONFA_IFINDEX, out var index) || index.AsInt32() != IpDevConf.NETCONFA_IFINDEX_ALL)
        {
            throw Refused.NotPlayed("RTM_GETNETCONF of one link");
        }

        var value = Sysctls.Values[header.rtgen_family == Af.AF_INET ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding"];
        using var writer = new NetlinkWriter();
        writer.WriteStruct(header);
        writer.PutInt32(IpDevConf.NETCONFA_FORWARDING, value == "0" ? 0 : 1);
        answers(FakeAnswer.Message(Rtm.RTM_NEWNETCONF, NetlinkFlags.None, message.Sequence, writer.Written));
    }

    /// <summary>A file nobody else has: its inode is the namespace's identity.</summary>
    private static SafeFileHandle OpenFile()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        var handle = System.IO.File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        System.IO.File.Delete(path);
        return handle;
    }
}
