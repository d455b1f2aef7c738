using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Examples.Neighbours;

/// <summary>Gives the container permanent neighbour entries, so that nobody on its network can answer in a neighbour's place.</summary>
[CniPlugin("neighbours")]
public sealed class NeighboursPlugin : ICniPlugin, ICniConfigCheck, ICniPlan
{
    private const int ENOENT = 2;

    /// <inheritdoc/>
    public bool NeedsPrevResult => true;

    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var result = context.RequirePrevResult();
        var neighbours = NeighboursConfig.Read(context.Config);
        using var container = NetworkNamespace.FromHandle(context.RequireNetns());
        using var socket = RouteSocket.Open(container);
        socket.Execute([.. Requests(neighbours, FindLink(socket, context), NeighbourRequest.Replace)]);
        return Task.FromResult(result);
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        // The entries go with the interface, and the interface with the namespace. What is removed here is for a chain whose
        // interface stays; a configuration that is not valid any more removes nothing.
        if (context.Netns is not { } netns || Readable(context) is not { Count: > 0 } neighbours)
        {
            return Task.CompletedTask;
        }

        using var container = NetworkNamespace.FromHandle(netns);
        using var socket = RouteSocket.Open(container);
        if (socket.FindLink(context.RequireAttachment().IfName) is { } link)
        {
            var present = socket.GetNeighbours(link.Index);
            var ours = neighbours.Where(n => present.Any(p => IsEntry(p, n))).ToList();
            foreach (var failure in socket.TryExecute([.. Requests(ours, link.Index, NeighbourRequest.Delete)]))
            {
                if (failure.Errno != ENOENT)
                {
                    throw failure;
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var container = NetworkNamespace.FromHandle(context.RequireNetns());
        using var socket = RouteSocket.Open(container);
        var present = socket.GetNeighbours(FindLink(socket, context));
        var missing = NeighboursConfig.Read(context.Config).Where(n => !present.Any(p => IsEntry(p, n))).Select(n => $"{n.Address} at {n.Mac}").ToList();
        return missing.Count == 0
            ? Task.CompletedTask
            : throw new CniException(CniErrorCode.AttachmentChanged, $"neighbours: the container has no permanent entry for {string.Join(", ", missing)}");
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        CheckConfig(context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context) => _ = NeighboursConfig.Read(context.Config);

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        var name = context.RequireAttachment().IfName;
        return Task.FromResult(new CniPlan
        {
            Objects = [.. NeighboursConfig.Read(context.Config).Select(n => new PlannedObject
            {
                Kind = "neighbour",
                Name = $"{n.Address} dev {name}",
                Detail = $"lladdr {n.Mac} PERMANENT",
                InContainer = true,
            })],
            Result = context.RequirePrevResult(),
        });
    }

    private static int FindLink(RouteSocket socket, CniContext context)
    {
        var name = context.RequireAttachment().IfName;
        return socket.FindLink(name)?.Index ?? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            $"neighbours: the container has no interface \"{name}\"; put this plugin behind the one that makes it");
    }

    private static IEnumerable<NetlinkRequest> Requests(IEnumerable<StaticNeighbour> neighbours, int link, Func<Neighbour, NetlinkRequest> make) =>
        neighbours.Select(n => make(new Neighbour { LinkIndex = link, Address = n.Address, Mac = n.Mac }));

    private static bool IsEntry(Neighbour present, StaticNeighbour wanted) =>
        present.State == NeighbourState.Permanent && present.Address.Equals(wanted.Address) && present.Mac == wanted.Mac;

    private static IReadOnlyList<StaticNeighbour>? Readable(CniContext context)
    {
        try
        {
            return NeighboursConfig.Read(context.Config);
        }
        catch (CniException e)
        {
            context.Log.Warn($"{e.Message}; its entries stay until the interface goes");
            return null;
        }
    }
}
