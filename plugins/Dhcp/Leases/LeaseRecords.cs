using System.Diagnostics.CodeAnalysis;
using CniChain.Linux;
using CniChain.Plugins.Dhcp.V4;

namespace CniChain.Plugins.Dhcp;

/// <summary>Between records and what they stand for.</summary>
internal static class LeaseRecords
{
    /// <summary>The lease a record holds, read again from the server's own words.</summary>
    public static bool TryGetLease(LeaseRecord record, [NotNullWhen(true)] out DhcpLease? lease)
    {
        lease = null;
        return record.Ack is { } ack && DhcpReader.TryRead(ack, out var message)
            && LeaseReader.TryRead(message, TimeSpan.FromTicks(record.ObtainedTicks), out lease, out _);
    }

    /// <summary>The record with a lease, or without one.</summary>
    public static LeaseRecord With(LeaseRecord record, DhcpLease? lease, string state, MacAddress? serverMac)
    {
        var buffer = new byte[ushort.MaxValue];
        return record with
        {
            State = state,
            Ack = lease is null ? null : buffer[..DhcpWriter.Write(lease.Message, buffer)],
            ObtainedTicks = lease?.Obtained.Ticks ?? 0,
            ServerMac = serverMac?.ToString() ?? record.ServerMac,
            Address = lease is null ? null : new IpPrefix(lease.Address, lease.PrefixLength).ToString(),
            Server = lease?.Server.ToString(),
        };
    }

    public static ClientProfile Profile(LeaseRecord record) => new()
    {
        Mac = MacAddress.Parse(record.Mac),
        ClientId = record.ClientId,
        Wanted = record.Wanted,
        Provided = record.Provided,
        Broadcast = record.Broadcast,
        DetectConflicts = record.DetectConflicts,
    };
}
