using CniChain;
using CniChain.Linux;
using CniChain.Linux.Route;

namespace Acme.Rate;

/// <summary>Sets the MTU of the container's interface. Stands behind a plugin that makes one.</summary>
[CniPlugin("acme-rate")]
public sealed class Plugin : ICniPlugin, ICniConfigCheck
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var result = context.RequirePrevResult();
        var mtu = ReadMtu(context);
        using var netns = NetworkNamespace.FromHandle(context.RequireNetns());
        using var route = RouteSocket.Open(netns);
        route.Execute(LinkRequest.Change(route.GetLink(context.RequireAttachment().IfName).Index, new LinkChange { Mtu = mtu }));
        return Task.FromResult(result);
    }

    // The interface goes with the container, and what was set on it with the interface.
    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var netns = NetworkNamespace.FromHandle(context.RequireNetns());
        using var route = RouteSocket.Open(netns);
        var found = route.GetLink(context.RequireAttachment().IfName).Mtu;
        return found == ReadMtu(context)
            ? Task.CompletedTask
            : throw new CniException(CniErrorCode.AttachmentChanged, $"acme-rate: the MTU is {found}, \"mtu\" says {ReadMtu(context)}");
    }

    // For cnichain validate: the reader that ADD uses, and where in a chain it can stand.
    public bool NeedsPrevResult => true;

    public void CheckConfig(CniContext context) => ReadMtu(context);

    private static int ReadMtu(CniContext context) => (int)(context.Config.Root.GetInteger("mtu", 68, 65535)
        ?? throw new CniException(CniErrorCode.InvalidNetworkConfig, "acme-rate: \"mtu\" is missing; give it in bytes, such as 1400"));
}
