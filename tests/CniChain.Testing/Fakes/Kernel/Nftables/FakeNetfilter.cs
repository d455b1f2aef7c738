using CniChain.Linux;
using CniChain.Linux.Conntrack.Protocol;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>The netfilter side of a fake namespace: nf_tables (net/netfilter/nf_tables_api.c) and a connection tracking that knows no connection.</summary>
internal sealed class FakeNetfilter(FakeNamespace owner, FakeKernel kernel)
{
    private FakeRuleset _ruleset = FakeRuleset.Empty;
    private uint _generation = 1;

    public static bool IsGet(ushort type) => (type >> 8, type & 0xff) is
        (NfnlConstants.NFNL_SUBSYS_CTNETLINK, (int)ConntrackMessageType.Get)
        or (NfnlConstants.NFNL_SUBSYS_NFTABLES, (int)NftMessageType.GetTable or (int)NftMessageType.GetChain or (int)NftMessageType.GetRule
            or (int)NftMessageType.GetSet or (int)NftMessageType.GetSetElem or (int)NftMessageType.GetGen);

    /// <summary>A message that is in no batch.</summary>
    public void Ask(NetlinkMessage message, string type, Action<byte[]> answers)
    {
        switch (message.Type >> 8, message.Type & 0xff)
        {
            case (NfnlConstants.NFNL_SUBSYS_NFTABLES, (int)NftMessageType.GetGen):
                answers(FakeNftAnswers.Generation(_generation, message.Sequence));
                break;
            case (NfnlConstants.NFNL_SUBSYS_NFTABLES, _) when IsGet(message.Type):
                FakeNftAnswers.Get(_ruleset, message, answers);
                break;
            case (NfnlConstants.NFNL_SUBSYS_NFTABLES, _):
                throw Refused.With(Refused.EINVAL);
            case (NfnlConstants.NFNL_SUBSYS_CTNETLINK, (int)ConntrackMessageType.Get) when message.Flags.HasFlag(NetlinkFlags.Dump):
                answers(FakeAnswer.Done(message.Sequence));
                break;
            case (NfnlConstants.NFNL_SUBSYS_CTNETLINK, (int)ConntrackMessageType.Delete):
                // Without a packet there is no connection: none goes by a filter, and one asked for by its tuple is not there.
                if (!message.Attributes(NfGenMsg.Size).TryGet((ushort)ConntrackAttribute.Filter, out _))
                {
                    throw Refused.With(Refused.ENOENT);
                }

                break;
            default:
                throw Refused.NotPlayed(type);
        }
    }

    /// <summary>Carries out a batch: every message is tried, and what they did stays only when none was refused.</summary>
    /// <returns>What follows its end.</returns>
    public ReadOnlySpan<byte> Batch(scoped NetlinkMessage begin, ReadOnlySpan<byte> messages, Action<byte[]> answers)
    {
        var draft = new FakeNftChanges(_ruleset);
        var acks = new List<byte[]>();
        var requests = new List<FakeRequest>();
        var isStale = begin.Attributes(NfGenMsg.Size).TryGet(NfnlConstants.NFNL_BATCH_GENID, out var generation)
            && generation.AsUInt32BigEndian() != _generation;
        if (isStale)
        {
            acks.Add(FakeAnswer.Ack(begin, Refused.ERESTART, null));
        }

        var isEnded = false;
        while (!isEnded && NetlinkMessage.TryRead(ref messages, out var message))
        {
            isEnded = message.Type == NfnlConstants.NFNL_MSG_BATCH_END;
            if (!isEnded && !isStale)
            {
                Try(draft, message, acks, requests);
            }
        }

        var isRefused = requests.Exists(r => r.Errno != 0);
        if (isEnded && !isRefused && !isStale && draft.Count > 0)
        {
            _ruleset = draft.Ruleset;
            _generation++;
        }

        acks.ForEach(answers);
        requests.ForEach(r => kernel.Record(isRefused && r.Errno == 0 ? r with { Errno = Refused.ECANCELED } : r));
        return messages;
    }

    private void Try(FakeNftChanges draft, NetlinkMessage message, List<byte[]> acks, List<FakeRequest> requests)
    {
        var type = MessageNames.Of(NetlinkProtocol.Netfilter, message.Type);
        NetlinkException? error = null;
        try
        {
            kernel.RefuseIfAsked(type);
            draft.Do(message, type);
        }
        catch (NetlinkException e)
        {
            error = e;
        }

        if (error is not null || message.Flags.HasFlag(NetlinkFlags.Ack))
        {
            acks.Add(FakeAnswer.Ack(message, error?.Errno ?? 0, error?.KernelMessage, error?.Offset));
        }

        requests.Add(new FakeRequest(owner, type, error?.Errno ?? 0, error?.KernelMessage));
    }
}
