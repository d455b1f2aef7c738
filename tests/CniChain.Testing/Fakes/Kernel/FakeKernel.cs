using CniChain.Linux;
using CniChain.Linux.Netlink;

namespace CniChain.Testing;

/// <summary>A kernel in memory, for tests of plugins that use CniChain.Linux, without root and without namespaces.</summary>
/// <remarks>
/// It plays rtnetlink (links of the kinds veth, bridge, macvlan and dummy, addresses, the main routing table, neighbours), nf_tables (tables
/// of all families but netdev, chains, rules, sets and maps with their elements, batches that happen as a whole or not at all, the
/// generation) and settings, with the kernel's own refusals. What it does not play (VLANs, routes of several ways, chains of a device,
/// elements that expire, notifications) it refuses with EOPNOTSUPP in words that say so, so that a test never passes on what did not
/// happen. No packet goes through it: a rule is kept and never applied, and there is no connection for conntrack to find. It makes no
/// IPv6 link-local addresses and does no duplicate address detection.
/// While it is open, what the creating method and those it calls do in "the calling thread's namespace" they do in <see cref="Host"/>.
/// </remarks>
public sealed class FakeKernel : IDisposable
{
    private readonly List<FakeRequest> _requests = [];
    private readonly List<Refusal> _refusals = [];
    private readonly List<FakeNamespace> _namespaces = [];

    /// <summary>Starts one with the host's namespace, in which there is only lo, down.</summary>
    public FakeKernel()
    {
        Host = AddNamespace();
        SimulatedNamespace.Current = Host.Stack;
    }

    /// <summary>The host's namespace.</summary>
    public FakeNamespace Host { get; }

    /// <summary>What was asked so far, in order, refused or not; without what only reads.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (Gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>One at a time, as rtnl_mutex has it.</summary>
    internal object Gate { get; } = new();

    internal IEnumerable<FakeLink> AllLinks => _namespaces.SelectMany(ns => ns.Stack.Links);

    /// <summary>Makes a namespace such as a container's, in which there is only lo, down.</summary>
    /// <returns>The namespace, which lives as long as this kernel.</returns>
    public FakeNamespace AddNamespace()
    {
        var ns = new FakeNamespace(this);
        _namespaces.Add(ns);
        return ns;
    }

    /// <summary>Refuses the next request of a type, in whatever namespace.</summary>
    /// <param name="type">The message's name in the kernel's headers, such as "RTM_NEWADDR".</param>
    /// <param name="errno">The positive errno, such as 16 for EBUSY.</param>
    /// <param name="text">The kernel's words; null for none.</param>
    /// <param name="after">How many requests of the type are done before. Default 0.</param>
    public void Refuse(string type, int errno, string? text = null, int after = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(errno);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        lock (Gate)
        {
            _refusals.Add(new Refusal(type, errno, text) { Left = after });
        }
    }

    /// <summary>Ends it with all its namespaces.</summary>
    public void Dispose()
    {
        if (SimulatedNamespace.Current == Host.Stack)
        {
            SimulatedNamespace.Current = null;
        }

        foreach (var ns in _namespaces)
        {
            ns.Close();
        }
    }

    internal void Record(FakeRequest request) => _requests.Add(request);

    internal void RefuseIfAsked(string type)
    {
        foreach (var refusal in _refusals)
        {
            if (refusal.Type == type && refusal.Left-- == 0)
            {
                _refusals.Remove(refusal);
                throw new NetlinkException(type, refusal.Errno, refusal.Text);
            }
        }
    }

    private sealed record Refusal(string Type, int Errno, string? Text)
    {
        public int Left { get; set; }
    }
}
