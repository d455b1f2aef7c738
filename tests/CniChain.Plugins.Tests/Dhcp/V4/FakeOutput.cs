using System.Net;
using CniChain.Plugins.Dhcp.V4;

namespace CniChain.Plugins.Tests.Dhcp.V4;

/// <summary>Notes what the state machine does.</summary>
internal sealed class FakeOutput : IDhcpOutput
{
    public List<(DhcpMessage Message, string How)> Sent { get; } = [];

    public List<DhcpLease> Leases { get; } = [];

    public List<string> Losses { get; } = [];

    public List<IPAddress> Probes { get; } = [];

    public DhcpMessage Last => Sent[^1].Message;

    public IEnumerable<string> Types => Sent.Select(s => $"{s.Message.Type} {s.How}");

    public void Broadcast(DhcpMessage message, IPAddress source) => Sent.Add((message, $"from {source}"));

    public void Unicast(DhcpMessage message, DhcpLease lease) => Sent.Add((message, $"to {lease.Server}"));

    public void Probe(IPAddress address) => Probes.Add(address);

    public void Bound(DhcpLease lease) => Leases.Add(lease);

    public void Lost(DhcpLease lease, string reason) => Losses.Add(reason);
}
