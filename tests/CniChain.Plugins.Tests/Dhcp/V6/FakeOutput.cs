using System.Net;
using CniChain.Plugins.Dhcp.V6;

namespace CniChain.Plugins.Tests.Dhcp.V6;

/// <summary>Notes what the state machine does.</summary>
internal sealed class FakeOutput : IDhcpOutput
{
    public List<DhcpMessage> Sent { get; } = [];

    public List<DhcpLease> Leases { get; } = [];

    public List<string> Losses { get; } = [];

    public List<IPAddress> Probes { get; } = [];

    public DhcpMessage Last => Sent[^1];

    public IEnumerable<MessageType> Types => Sent.Select(s => s.Type);

    public void Send(DhcpMessage message) => Sent.Add(message);

    public void Probe(IPAddress address) => Probes.Add(address);

    public void Bound(DhcpLease lease) => Leases.Add(lease);

    public void Lost(DhcpLease lease, string reason) => Losses.Add(reason);
}
