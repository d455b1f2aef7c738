using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>What the fake kernel minds about an expression of a rule.</summary>
/// <param name="Name">What the kernel calls it.</param>
internal sealed record FakeExpression(string Name)
{
    private const uint Prerouting = 1 << (int)NftHook.Prerouting;
    private const uint Input = 1 << (int)NftHook.Input;
    private const uint Forward = 1 << (int)NftHook.Forward;
    private const uint Output = 1 << (int)NftHook.Output;
    private const uint Postrouting = 1 << (int)NftHook.Postrouting;
    private const uint Anywhere = ~0u;

    /// <summary>The chain it leads to; null for none.</summary>
    public string? Target { get; private init; }

    /// <summary>The set it looks up in; null for none.</summary>
    public string? Set { get; private init; }

    /// <summary>A bit for every hook it works in.</summary>
    public uint Hooks { get; private init; } = Anywhere;

    /// <summary>Whether it works in chains of the type nat only.</summary>
    public bool IsNat { get; private init; }

    public static FakeExpression Read(FakeTable table, NetlinkAttributes attributes)
    {
        var name = attributes.TryGet((ushort)ExpressionAttribute.Name, out var named) ? named.AsString() : throw Refused.With(Refused.EINVAL);
        var data = attributes.TryGet((ushort)ExpressionAttribute.Data, out var body) ? body.Nested : default;
        return name switch
        {
            "immediate" => new FakeExpression(name) { Target = Immediate(table, data) },
            "lookup" => new FakeExpression(name) { Set = Lookup(table, data) },
            "masq" => new FakeExpression(name) { IsNat = true, Hooks = Postrouting },
            "redir" => new FakeExpression(name) { IsNat = true, Hooks = Prerouting | Output },
            "nat" => new FakeExpression(name)
            {
                IsNat = true,
                Hooks = Number(data, NatAttribute.Type) == 0 ? Postrouting | Input : Prerouting | Output,
            },
            "reject" => new FakeExpression(name) { Hooks = Prerouting | Input | Forward | Output },
            "fib" => new FakeExpression(name) { Hooks = Fib(Number(data, FibAttribute.Result), Number(data, FibAttribute.Flags)) },
            "bitwise" or "cmp" or "counter" or "ct" or "limit" or "log" or "meta" or "payload" or "range" => new FakeExpression(name),
            _ => throw Refused.NotPlayed($"the expression {name} of a rule"),
        };
    }

    /// <summary>The chain of a jump or goto; null for any other verdict.</summary>
    public static string? TargetOf(FakeTable table, NetlinkAttributes verdict)
    {
        var code = (NftVerdictCode)Number(verdict, VerdictAttribute.Code);
        if (code is not (NftVerdictCode.Jump or NftVerdictCode.Goto))
        {
            return null;
        }

        var chain = verdict.TryGet((ushort)VerdictAttribute.Chain, out var name)
            ? table.Chain(name.AsString())
            : throw Refused.With(Refused.EINVAL);
        return chain.Hook is null ? chain.Name : throw Refused.With(Refused.EOPNOTSUPP);
    }

    public void RefuseIn(FakeChain start)
    {
        var hook = start.Hook!;
        if ((IsNat && hook.Type != "nat") || (Hooks & (1u << (int)hook.Number)) == 0)
        {
            throw Refused.With(Refused.EOPNOTSUPP);
        }
    }

    private static string? Immediate(FakeTable table, NetlinkAttributes data) =>
        data.TryGet((ushort)ImmediateAttribute.Data, out var value) && value.Nested.TryGet((ushort)DataAttribute.Verdict, out var verdict)
            ? TargetOf(table, verdict.Nested)
            : null;

    private static string Lookup(FakeTable table, NetlinkAttributes data)
    {
        var set = data.TryGet((ushort)LookupAttribute.Set, out var name) ? table.Set(name.AsString()) : throw Refused.With(Refused.EINVAL);
        return set.IsMap || !data.TryGet((ushort)LookupAttribute.DestinationRegister, out _) ? set.Name : throw Refused.With(Refused.EINVAL);
    }

    /// <summary>nft_fib_validate: only where the kernel knows the link that it is asked about.</summary>
    private static uint Fib(uint result, uint flags)
    {
        const uint addressType = 3, byInput = 8, byOutput = 16;
        return result != addressType || (flags & byInput) != 0 ? Prerouting | Input | Forward
            : (flags & byOutput) != 0 ? Output | Postrouting | Forward
            : Anywhere;
    }

    private static uint Number<T>(NetlinkAttributes attributes, T type)
        where T : struct, Enum =>
        attributes.TryGet(Convert.ToUInt16(type, System.Globalization.CultureInfo.InvariantCulture), out var found) ? found.AsUInt32BigEndian() : 0;
}
