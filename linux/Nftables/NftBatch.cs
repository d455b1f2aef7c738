using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Changes to the ruleset that happen together or not at all; <see cref="NftSocket.Commit"/> carries them out.</summary>
/// <remarks>
/// In the order they are added: a chain before the rule that jumps to it, an element gone before the chain it points to.
/// A batch may be committed again, for instance when the generation differed. Not for several threads at once.
/// </remarks>
public sealed partial class NftBatch
{
    private readonly List<NetlinkRequest> _requests = [];
    private readonly List<IReadOnlyList<NftElement>?> _elements = [];
    private uint _setId;

    /// <summary>How many messages it holds; 0 when there is nothing to commit.</summary>
    public int Count => _requests.Count;

    /// <summary>Whether it adds and deletes elements and does nothing else, so that no number in it means something inside its transaction only.</summary>
    /// <remarks>Such a batch can be added to another.</remarks>
    public bool IsElementsOnly => _requests.TrueForAll(static r =>
        r.Type == NftMessage.Type(NftMessageType.NewSetElem) || r.Type == NftMessage.Type(NftMessageType.DelSetElem));

    /// <summary>The messages between the batch's begin and end (NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END).</summary>
    public IReadOnlyList<NetlinkRequest> Requests => _requests;

    /// <summary>Adds a message of another batch. Its numbers of sets must not be this batch's: see <see cref="IsElementsOnly"/>.</summary>
    /// <param name="request">A message of nf_tables.</param>
    public NftBatch Add(NetlinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _requests.Add(request);
        _elements.Add(null);
        return this;
    }

    /// <summary>Creates a table; one that exists is left as it is.</summary>
    /// <exception cref="ArgumentException">A name or comment that the nft tool could not read back.</exception>
    public NftBatch AddTable(NftTable table, string? comment = null)
    {
        NftName.Check("table", table.Name);
        using var writer = Start(table.Family);
        writer.Text(TableAttribute.Name, table.Name);
        NftUserData.WriteComment(writer, TableAttribute.UserData, comment);
        return Finish(writer, NftMessageType.NewTable, NetlinkFlags.None, $"add table {table}");
    }

    /// <summary>Deletes a table with everything in it; ENOENT when there is none.</summary>
    public NftBatch DeleteTable(NftTable table)
    {
        using var writer = Start(table.Family);
        writer.Text(TableAttribute.Name, table.Name);
        return Finish(writer, NftMessageType.DelTable, NetlinkFlags.None, $"delete table {table}");
    }

    /// <summary>Creates a chain.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="exclusive">Whether it is EEXIST when it exists; otherwise it is left as it is but for a policy given.</param>
    /// <exception cref="ArgumentException">A name or comment that the nft tool could not read back.</exception>
    public NftBatch AddChain(NftChain chain, bool exclusive = false)
    {
        ArgumentNullException.ThrowIfNull(chain);
        NftName.Check("chain", chain.Name);
        using var writer = Start(chain.Table.Family);
        writer.Text(ChainAttribute.Table, chain.Table.Name);
        writer.Text(ChainAttribute.Name, chain.Name);
        if (chain.Hook is { } hook)
        {
            WriteHook(writer, chain, hook);
        }

        NftUserData.WriteComment(writer, ChainAttribute.UserData, chain.Comment);
        return Finish(writer, NftMessageType.NewChain, Creation(exclusive), $"add chain {chain}");
    }

    /// <summary>Deletes a chain with its rules.</summary>
    /// <remarks>
    /// ENOENT when there is none. EBUSY while a rule jumps to it or an element of a verdict map points to it: so those elements
    /// are a count of who still needs the chain, kept by the kernel and free of races.
    /// </remarks>
    public NftBatch DeleteChain(NftTable table, string chain)
    {
        using var writer = Start(table.Family);
        writer.Text(ChainAttribute.Table, table.Name);
        writer.Text(ChainAttribute.Name, chain);
        return Finish(writer, NftMessageType.DelChain, NetlinkFlags.None, $"delete chain {table} {chain}");
    }

    /// <summary>All changes of some batches, in their order.</summary>
    internal static NftBatch Concatenate(IReadOnlyList<NftCommit> commits)
    {
        var all = new NftBatch();
        foreach (var commit in commits)
        {
            all._requests.AddRange(commit.Batch._requests);
            all._elements.AddRange(commit.Batch._elements);
        }

        return all;
    }

    private static NetlinkFlags Creation(bool exclusive) =>
        exclusive ? NetlinkFlags.Create | NetlinkFlags.Exclusive : NetlinkFlags.Create;

    private static void WriteHook(NetlinkWriter writer, NftChain chain, NftHook hook)
    {
        writer.Text(ChainAttribute.Type, chain.Type);
        if (chain.Policy is { } policy)
        {
            writer.Be32(ChainAttribute.Policy, (uint)policy);
        }

        var number = chain.Table.Family == NftFamily.Netdev && hook == NftHook.Ingress ? 0 : (uint)hook;
        using (writer.Nest(ChainAttribute.Hook))
        {
            writer.Be32(HookAttribute.Number, number);
            writer.Be32(HookAttribute.Priority, (uint)chain.Priority);
            if (chain.Device is { } device)
            {
                writer.Text(HookAttribute.Device, device);
            }
        }
    }

    private static NetlinkWriter Start(NftFamily family)
    {
        var writer = new NetlinkWriter();
        writer.WriteStruct(new NfGenMsg { nfgen_family = (byte)family });
        return writer;
    }

    private NftBatch Finish(
        NetlinkWriter writer, NftMessageType type, NetlinkFlags flags, string operation, IReadOnlyList<NftElement>? elements = null)
    {
        _requests.Add(writer.ToRequest(operation, NftMessage.Type(type), flags));
        _elements.Add(elements);
        return this;
    }
}
