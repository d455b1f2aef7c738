using System.Net.Sockets;
using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Loopback;

/// <summary>Sets lo up in the container. It has no key of its own.</summary>
[CniPlugin("loopback")]
public sealed class LoopbackPlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniRepair
{
    private const string Name = "lo";

    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var netns = NetworkNamespace.FromHandle(context.RequireNetns());
        using var socket = RouteSocket.Open(netns);
        var lo = SetUp(socket);
        return Task.FromResult(context.PrevResult ?? ResultOf(socket, lo, context.NetnsPath));
    }

    /// <inheritdoc/>
    public Task RepairAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var netns = NetworkNamespace.FromHandle(context.RequireNetns());
        using var socket = RouteSocket.Open(netns);
        SetUp(socket);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        if (context.Netns is { } handle)
        {
            using var netns = NetworkNamespace.FromHandle(handle);
            using var socket = RouteSocket.Open(netns);
            if (socket.FindLink(Name) is { } lo)
            {
                socket.Execute(LinkRequest.Change(lo.Index, new LinkChange { Up = false }));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var netns = NetworkNamespace.FromHandle(context.RequireNetns());
        using var socket = RouteSocket.Open(netns);
        return socket.GetLink(Name).IsUp
            ? Task.CompletedTask
            : throw new CniException(CniErrorCode.AttachmentChanged, $"loopback: {Name} is down in {context.NetnsPath}; set it up, run `cnichain repair`, or DEL and ADD the container again");
    }

    private static Link SetUp(RouteSocket socket)
    {
        var lo = socket.GetLink(Name);
        socket.Execute(LinkRequest.Change(lo.Index, new LinkChange { Up = true }));
        return lo;
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // It reads no key at all, so each that is not the specification's is one too many.
        _ = context.Config.IpamType;
    }

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(new CniPlan
        {
            Objects = [new PlannedObject { Kind = "link", Name = Name, Action = PlanAction.Change, InContainer = true, Detail = "up" }],
            Result = context.PrevResult ?? new CniResult { Interfaces = [new CniInterface { Name = Name, Sandbox = context.NetnsPath }] },
        });
    }

    /// <summary>The first address of each family, as the kernel gives them to lo when it comes up.</summary>
    private static CniResult ResultOf(RouteSocket socket, Link lo, string? sandbox)
    {
        var ips = new List<CniIp>(2);
        foreach (var family in (ReadOnlySpan<AddressFamily>)[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6])
        {
            if (socket.GetAddresses(lo.Index, family) is [var address, ..])
            {
                ips.Add(new CniIp { Address = new IpPrefix(address.Address, address.PrefixLength), Interface = 0 });
            }
        }

        return new CniResult
        {
            Interfaces = [new CniInterface { Name = Name, Mac = "00:00:00:00:00:00", Sandbox = sandbox }],
            Ips = ips,
        };
    }
}
