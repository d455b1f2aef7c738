using System.Runtime.ExceptionServices;
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
    private readonly TimeProvider _time;

    private PortSession(NetworkNamespace host, NftSocket nft, CniContext context)
    {
        _host = host;
        _nft = nft;
        _localhost = new LocalhostAccess(host, context.StateDirectory, context.Log);
        _flows = new StaleFlows(host, context.Log);
        _log = context.Log;
        _time = context.Time;
    }

    public static PortSession Open(CniContext context)
    {
        var host = NetworkNamespace.FromHandle(context.HostNetns);
        try
        {
            return new PortSession(host, NftSocket.Open(host), context);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Counts the node's ports, unless an operation has already.</summary>
    public void Count() => PortFigures.Count(_nft, _host.Identity);

    /// <summary>ADD.</summary>
    /// <remarks>
    /// 1. Find the host's interface towards the container.
    /// 2. Publish, which guards that interface.
    /// 3. Let it send what comes from 127.0.0.1: only now that it is guarded.
    /// 4. Forget connectionless flows that went elsewhere.
    /// A failure after 2 takes back what 2 did.
    /// </remarks>
    public void Publish(PortPlan plan, PendingRules? earlier, CancellationToken cancellationToken)
    {
        var link = _localhost.FindInterface(plan);
        var published = new PortPublisher(_nft, _localhost, _log).Publish(plan, link, earlier, cancellationToken);
        PortFigures.Changed(_nft, _host.Identity, published.Elements, 1, _time);
        try
        {
            if (link is not null && published.LocalhostTarget is not null)
            {
                _localhost.Enable(link);
            }

            _flows.ForgetBefore(published.Ports);
        }
        catch
        {
            RemoveOwned(tag => tag == plan.OwnerTag, CancellationToken.None);
            throw;
        }
    }

    /// <summary>REPAIR: everything is written anew in one transaction, so that no packet sees less than there was.</summary>
    /// <exception cref="CniException">Code 11: another attachment publishes one of the ports by now.</exception>
    public void Repair(PortPlan plan, CancellationToken cancellationToken)
    {
        var link = _localhost.FindInterface(plan);
        var published = new PortPublisher(_nft, _localhost, _log).Renew(plan, link, cancellationToken);
        if (link is not null && published.LocalhostTarget is not null)
        {
            _localhost.Enable(link);
        }

        _flows.ForgetBefore(published.Ports);
    }

    /// <summary>DEL: by key where the request says enough, else by reading the whole table.</summary>
    /// <remarks>The translations go before the connections they made, or packets under way would make them anew.</remarks>
    public void Withdraw(DelRequest request, CancellationToken cancellationToken)
    {
        var owned = new OwnedElements(_nft);
        if (request.IsComplete || (request.Containers.Count > 0 && AtKeys().Count == 0))
        {
            Remove(AtKeys, cancellationToken);
        }
        else
        {
            RemoveOwned(tag => tag == request.OwnerTag, cancellationToken);
        }

        List<PlannedElement> AtKeys() =>
            owned.AtKeys(request.OwnerTag, request.Mappings, request.Containers, request.HostInterfaces);
    }

    /// <summary>DEL, of what the reference plugin published before the node moved here: one question for each family.</summary>
    public void WithdrawReferences(Attachment attachment) => new ReferenceRules(_nft, attachment).RemovePorts();

    /// <summary>CHECK. What the reference plugin published stands in its own chains, which are there or not.</summary>
    public void Check(PortPlan plan, Attachment attachment)
    {
        if (!new ReferenceRules(_nft, attachment).HasPorts)
        {
            new PortChecker(_nft, _localhost).Check(plan);
        }
    }

    /// <summary>GC.</summary>
    /// <param name="owners">The network's.</param>
    /// <param name="tell">Told how many elements go.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public void CollectGarbage(NetworkOwners owners, Action<int> tell, CancellationToken cancellationToken)
    {
        List<PlannedElement> stale = [.. List(owners).Where(held => held.Object.IsStale).Select(held => held.Handle)];
        tell(stale.Count);
        Remove(stale, cancellationToken);
    }

    /// <summary>The elements of the network's attachments.</summary>
    public List<Held<PlannedElement>> List(NetworkOwners owners) =>
        [.. new OwnedElements(_nft).Everywhere(owners.Has).Select(element => HeldPort.Describe(element, owners))];

    public void Dispose()
    {
        _nft.Dispose();
        _host.Dispose();
    }

    private void RemoveOwned(Predicate<string> isOwned, CancellationToken cancellationToken) =>
        Remove(new OwnedElements(_nft).Everywhere(isOwned), cancellationToken);

    /// <summary>Owner by owner: what has to be confirmed before one commit stays little.</summary>
    private void Remove(List<PlannedElement> all, CancellationToken cancellationToken)
    {
        var owned = new OwnedElements(_nft);
        var byOwner = new Dictionary<string, List<PlannedElement>>(StringComparer.Ordinal);
        foreach (var found in all)
        {
            var tag = found.Element.Comment!;
            if (!byOwner.TryGetValue(tag, out var elements))
            {
                byOwner.Add(tag, elements = []);
            }

            elements.Add(found);
        }

        if (byOwner.Count == 0)
        {
            // A DEL that ended early may have left the table to this one.
            Remove(static () => [], cancellationToken);
        }

        var failures = new List<Exception>();
        foreach (var elements in byOwner.Values)
        {
            try
            {
                Remove(() => owned.Remaining(elements), cancellationToken);
            }
            catch (Exception e) when (e is LinuxException or CniException)
            {
                failures.Add(e);
            }
        }

        ThrowTogether(failures);
    }

    private static void ThrowTogether(List<Exception> failures)
    {
        switch (failures)
        {
            case []:
                return;
            case [var one]:
                ExceptionDispatchInfo.Throw(one);
                return;
            default:
                throw new CniException(
                    (failures[0] as CniException)?.Code ?? CniErrorCode.IoFailure,
                    $"portmap: the ports of {failures.Count} attachments could not be removed: {failures[0].Message}",
                    string.Join("; ", failures.Skip(1).Select(e => e.Message)),
                    failures[0]);
        }
    }

    private void Remove(Func<IReadOnlyList<PlannedElement>> find, CancellationToken cancellationToken)
    {
        var removed = new PortRemover(_nft, _localhost).Remove(find, cancellationToken);
        PortFigures.Changed(_nft, _host.Identity, removed, -1, _time);
        _flows.Forget(removed);
    }
}
