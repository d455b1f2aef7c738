using System.Net;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>The client's messages (RFC 8415, 18.2).</summary>
internal sealed class MessageFactory(ClientProfile profile)
{
    private const ushort UserClass = 15;
    private const ushort VendorClass = 16;

    /// <param name="wish">An address the client had before; null for none.</param>
    public DhcpMessage Solicit(IPAddress? wish)
    {
        var message = WithAddress(MessageType.Solicit, server: null, wish, asks: true);
        if (profile.RapidCommit)
        {
            message.Options.Add<RapidCommitOption, bool>(true);
        }

        return message;
    }

    /// <summary>For what a server advertised, and for what it has forgotten.</summary>
    public DhcpMessage Request(byte[] server, IPAddress address) => WithAddress(MessageType.Request, server, address, asks: true);

    public DhcpMessage Renew(DhcpLease lease) => WithAddress(MessageType.Renew, lease.ServerId, lease.Address, asks: true);

    public DhcpMessage Rebind(DhcpLease lease) => WithAddress(MessageType.Rebind, server: null, lease.Address, asks: true);

    public DhcpMessage Confirm(DhcpLease lease) => WithAddress(MessageType.Confirm, server: null, lease.Address, asks: false);

    public DhcpMessage Release(DhcpLease lease) => WithAddress(MessageType.Release, lease.ServerId, lease.Address, asks: false);

    public DhcpMessage Decline(DhcpLease lease) => WithAddress(MessageType.Decline, lease.ServerId, lease.Address, asks: false);

    private DhcpMessage WithAddress(MessageType type, byte[]? server, IPAddress? address, bool asks)
    {
        var message = new DhcpMessage { Type = type };
        var options = message.Options;
        options.Add<ClientIdOption, byte[]>(profile.Duid);
        if (server is not null)
        {
            options.Add<ServerIdOption, byte[]>(server);
        }

        // Times and lifetimes are zero in what a client sends (RFC 8415, 21.4 and 21.6).
        var inner = new DhcpOptions();
        if (address is not null)
        {
            inner.Add<IaAddressOption, IaAddress>(new IaAddress(address, 0, 0, new DhcpOptions()));
        }

        options.Add<IaNaOption, IaNa>(new IaNa(profile.Iaid, 0, 0, inner));
        if (asks && profile.Wanted.Count > 0)
        {
            options.Add<OptionRequestOption, IReadOnlyList<ushort>>(profile.Wanted);
        }

        foreach (var (code, data) in profile.Provided)
        {
            // What class a client is of may decide over each of its messages; the rest goes with questions.
            if (asks || code is UserClass or VendorClass)
            {
                options.Add(code, data);
            }
        }

        return message;
    }
}
