using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Linux;
using CniChain.Linux.Route;
using CniChain.Plugins.Dhcp.V4.Options;
using CniChain.Plugins.Dhcp.V6.Options;
using ClientFqdnOption = CniChain.Plugins.Dhcp.V6.Options.ClientFqdnOption;

namespace CniChain.Plugins.Dhcp;

/// <summary>Between records and what they stand for.</summary>
internal static class LeaseRecords
{
    /// <summary>A new lease's record, where its interface hangs on left out.</summary>
    public static LeaseRecord New(
        CniContext context, DhcpConfig config, LeaseFamily family, NetworkNamespace container, NetworkNamespace host, Link link)
    {
        var attachment = context.RequireAttachment();
        var isIPv4 = family == LeaseFamily.IPv4;
        var provided = new Dictionary<ushort, byte[]>(isIPv4 ? config.Provided : config.Provided6);
        var given = provided.Remove(isIPv4 ? ClientIdentifierOption.Code : ClientIdOption.Code, out var id) ? id : null;
        return new LeaseRecord
        {
            Boot = Boot.Id,
            Family = family,
            Network = attachment.Network,
            ContainerId = attachment.ContainerId,
            IfName = attachment.IfName,
            NetnsPath = context.NetnsPath ?? "",
            NetnsDevice = container.Identity.Device,
            NetnsInode = container.Identity.Inode,
            HostNetnsDevice = host.Identity.Device,
            HostNetnsInode = host.Identity.Inode,
            LinkIndex = link.Index,
            Mac = link.Mac!.Value.ToString(),
            LinkMtu = config.HasLinkMtu || !isIPv4 ? 0 : link.Mtu,
            ClientId = given ?? (isIPv4 ? ClientId.Of(attachment) : ClientId.Duid(attachment)),
            Iaid = isIPv4 ? 0 : ClientId.Iaid,
            Wanted = isIPv4 ? [.. config.Wanted] : Wanted6(config, provided),
            Provided = provided,
            Broadcast = config.Broadcast,
            RapidCommit = config.RapidCommit,
            DetectConflicts = config.DetectConflicts,
            Priority = config.Priority,
            OnChange = [.. config.OnChange],
        };
    }

    /// <summary>The lease a record holds, read again from the server's own words.</summary>
    public static bool TryGetLease(LeaseRecord record, [NotNullWhen(true)] out Lease? lease)
    {
        lease = record.Ack is null ? null : record.Family == LeaseFamily.IPv4 ? ReadIPv4(record) : ReadIPv6(record);
        return lease is not null;
    }

    /// <summary>The record with a lease, or without one.</summary>
    public static LeaseRecord With(LeaseRecord record, Lease? lease, string state) => record with
    {
        State = state,
        Ack = lease?.Encode(),
        ObtainedTicks = lease?.Obtained.Ticks ?? 0,
        Address = lease?.Prefix.ToString(),
        Server = lease?.Server.ToString(),
    };

    public static V4.ClientProfile Profile4(LeaseRecord record) => new()
    {
        Mac = MacAddress.Parse(record.Mac),
        ClientId = record.ClientId,
        Wanted = record.Wanted,
        Provided = record.Provided,
        Broadcast = record.Broadcast,
        DetectConflicts = record.DetectConflicts,
    };

    public static V6.ClientProfile Profile6(LeaseRecord record) => new()
    {
        Duid = record.ClientId,
        Iaid = record.Iaid,
        Wanted = OptionRequestOption.TryRead(record.Wanted, out var wanted) ? wanted : [],
        Provided = record.Provided,
        RapidCommit = record.RapidCommit,
        DetectConflicts = record.DetectConflicts,
    };

    /// <summary>With what the exchange itself wants: SOL_MAX_RT (RFC 8415, 18.2.1), and what becomes of a name that is sent (RFC 4704, 5).</summary>
    private static byte[] Wanted6(DhcpConfig config, Dictionary<ushort, byte[]> provided)
    {
        ushort[] codes =
        [
            .. config.Wanted6.Append(SolMaxRtOption.Code).Concat(provided.ContainsKey(ClientFqdnOption.Code) ? [ClientFqdnOption.Code] : []).Distinct(),
        ];
        var data = new byte[codes.Length * sizeof(ushort)];
        _ = OptionRequestOption.Write(codes, data);
        return data;
    }

    private static V4.DhcpLease? ReadIPv4(LeaseRecord record) =>
        V4.DhcpReader.TryRead(record.Ack, out var message)
        && V4.LeaseReader.TryRead(message, TimeSpan.FromTicks(record.ObtainedTicks), out var lease, out _) ? lease : null;

    private static V6.DhcpLease? ReadIPv6(LeaseRecord record) =>
        V6.DhcpReader.TryRead(record.Ack, out var message) && IPAddress.TryParse(record.Server, out var server)
        && IpPrefix.TryParse(record.Address, out var address)
            ? V6.LeaseReader.Read(message, record.Iaid, address.Address, server, TimeSpan.FromTicks(record.ObtainedTicks)).Lease
            : null;
}
