using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>One call's work in the host's namespace: the order of the steps and nothing else.</summary>
internal sealed class PortSession : IDisposable
{
    private readonly NetworkNamespace _host;
    private readonly NftSocket _nft;
    private readonly LocalhostAccess _localhost;
    private readonly StaleFlows _flows;
    private readonly ICniLog _log;

    private PortSession(NetworkNamespace host, NftSocket nft, ICniLog log)
    {
        _host = host;
        _nft = nft;
        _localhost = new LocalhostAccess(host);
        _flows = new StaleFlows(host, log);
        _log = log;
    }

    public static PortSession Open(CniContext context)
    {
        var host = NetworkNamespace.FromHandle(context.HostNetns);
        try
        {
            return new PortSession(host, NftSocket.Open(host), context.Log);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>ADD.</summary>
    /// <remarks>
    /// 1. Find the host's interface towards the container.
    /// 2. Publish, which guards that interface.
    /// 3. Let it send what comes from 127.0.0.1: only now that it is guarded.
    /// 4. Forget connectionless flows that went elsewhere.
    /// A failure after 2 takes back what 2 did.
    /// </remarks>
    public void Publish(PortPlan plan, CancellationToken cancellationToken)
    {
        var link = _localhost.FindInterface(plan);
        var published = new PortPublisher(_nft, _localhost, _log).Publish(plan, link, cancellationToken);
        try
        {
            if (link is not null && published.LocalhostTarget is not null)
            {
                _localhost.Enable(link.Name);
            }

            _flows.ForgetBefore(published.Ports);
        }
        catch
        {
            RemoveOwned(tag => tag == plan.OwnerTag, CancellationToken.None);
            throw;
        }
    }

    /// <summary>DEL: by key where the request says enough, else by reading the whole table.</summary>
    /// <remarks>The translations go before the connections they made, or packets under way would make them anew.</remarks>
    public void Withdraw(DelRequest request, CancellationToken cancellationToken)
    {
        var owned = new OwnedElements(_nft);
        var removed = Remover.Remove(
            () =>
            {
                var found = owned.AtKeys(request.OwnerTag, request.Mappings, request.Containers, request.HostInterfaces);
                var mayBeMore = !request.IsComplete && (request.Containers.Count == 0 || found.Count > 0);
                return mayBeMore ? owned.Everywhere(tag => tag == request.OwnerTag) : found;
            },
            cancellationToken);
        _flows.Forget(removed);
    }

    /// <summary>CHECK.</summary>
    public void Check(PortPlan plan) => new PortChecker(_nft, _localhost).Check(plan);

    /// <summary>GC.</summary>
    public void CollectGarbage(string network, IReadOnlyList<Attachment> valid, CancellationToken cancellationToken)
    {
        var prefix = Attachment.NetworkPrefix(network);
        var keep = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attachment in valid)
        {
            keep.Add(attachment.OwnerTag);
        }

        RemoveOwned(tag => tag.StartsWith(prefix, StringComparison.Ordinal) && !keep.Contains(tag), cancellationToken);
    }

    public void Dispose()
    {
        _nft.Dispose();
        _host.Dispose();
    }

    private PortRemover Remover => new(_nft, _localhost);

    private void RemoveOwned(Predicate<string> isOwned, CancellationToken cancellationToken)
    {
        var owned = new OwnedElements(_nft);
        _flows.Forget(Remover.Remove(() => owned.Everywhere(isOwned), cancellationToken));
    }
}
