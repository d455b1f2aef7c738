using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>Reads the hook of a chain as the kernel does (nft_chain_parse_hook).</summary>
internal static class FakeHooks
{
    // NF_IP_PRI_CONNTRACK: what translates addresses comes after.
    private const int Conntrack = -200;

    /// <returns>Null for a chain that hangs nowhere.</returns>
    public static FakeHook? Read(byte family, NetlinkMessage message)
    {
        if (!FakeNftChanges.Find(message, ChainAttribute.Hook, out var hook))
        {
            return null;
        }

        if (!hook.Nested.TryGet((ushort)HookAttribute.Number, out var number)
            || !hook.Nested.TryGet((ushort)HookAttribute.Priority, out var priority))
        {
            throw Refused.With(Refused.ENOENT);
        }

        var where = (NftHook)number.AsUInt32BigEndian();
        if (where == NftHook.Ingress || hook.Nested.TryGet((ushort)HookAttribute.Device, out _))
        {
            throw Refused.NotPlayed("chains of a device");
        }

        var type = FakeNftChanges.Find(message, ChainAttribute.Type, out var named) ? named.AsString() : "filter";
        if (!Exists(type, (NftFamily)family))
        {
            throw Refused.With(Refused.ENOENT);
        }

        return Allows(type, (NftFamily)family, where) && (type != "nat" || priority.AsInt32BigEndian() > Conntrack)
            ? new FakeHook(type, (uint)where, priority.AsInt32BigEndian())
            : throw Refused.With(Refused.EOPNOTSUPP);
    }

    private static bool Exists(string type, NftFamily family) =>
        type == "filter" || (type is "nat" or "route" && family is NftFamily.Inet or NftFamily.Ip or NftFamily.Ip6);

    private static bool Allows(string type, NftFamily family, NftHook hook) => (type, family) switch
    {
        ("nat", _) => hook is NftHook.Prerouting or NftHook.Input or NftHook.Output or NftHook.Postrouting,
        ("route", _) => hook is NftHook.Output,
        (_, NftFamily.Arp) => hook is NftHook.Prerouting or NftHook.Input,
        _ => hook <= NftHook.Postrouting,
    };
}
