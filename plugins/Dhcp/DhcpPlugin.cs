using CniChain.Linux;
using CniChain.Linux.Packets;
using CniChain.Plugins.Dhcp.Keeping;
using Tmds.Linux;

namespace CniChain.Plugins.Dhcp;

/// <summary>IPAM by the network's own DHCP server; the resident host keeps the leases.</summary>
[CniPlugin("dhcp")]
public sealed class DhcpPlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniInventory, IResidentPlugin, ILeaseSource, IDisposable
{
    private readonly LeaseKeeper _keeper = new();

    /// <inheritdoc/>
    public bool KeepsHost => _keeper.Count > 0;

    /// <inheritdoc/>
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var config = DhcpConfigReader.Read(context);
        var attachment = context.RequireAttachment();
        using var container = NetworkNamespace.FromHandle(context.RequireNetns());
        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        var (link, uplink, vlan) = LinkReadiness.Ensure(container, host, attachment.IfName);
        _keeper.Hosts.Note(context.HostNetns);
        var acquisition = new Acquisition(_keeper, Folder(context), container, host, context.Log);
        var records = config.Families.Select(f => LeaseRecords.New(context, config, f, container, host, link) with { UplinkIndex = uplink?.Index ?? 0, UplinkVlan = vlan });
        var leases = await acquisition.RunAsync([.. records], config.Timeout, cancellationToken).ConfigureAwait(false);
        return LeaseResult.Merge([.. leases.Select(l => LeaseResult.Make(l, config.Priority))], config);
    }

    /// <inheritdoc/>
    public async Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var container = context.Netns is { } netns ? NetworkNamespace.FromHandle(netns) : null;
        foreach (var key in LeaseKey.Of(context.RequireAttachment()))
        {
            await EndAsync(context, key, container).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var family in DhcpConfigReader.Read(context).Families)
        {
            LeaseCheck.Run(context, Folder(context), new LeaseKey(context.RequireAttachment(), family));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var config = DhcpConfigReader.Read(context);
        if (Folder(context).Distrust() is { } problem)
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, $"dhcp: leases could not be kept: {problem}");
        }

        try
        {
            Directory.CreateDirectory(context.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(context.DataDirectory, ".status");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            using var host = NetworkNamespace.FromHandle(context.HostNetns);
            if (config.Families.Contains(LeaseFamily.IPv6) && host.Run(() => Sysctl.Read("net/ipv6/conf/all/disable_ipv6")) is null)
            {
                throw new CniException(CniErrorCode.PluginNotAvailable, "dhcp: this node's kernel has no IPv6; give \"family\": \"4\" in \"ipam\", or load the module ipv6");
            }

            PacketSocket.Open(host, 1, PacketSocket.Ip, DhcpFilter.Nothing()).Dispose();
        }
        catch (LinuxException e) when (e.Errno == LibC.ENODEV)
        {
            // A namespace without the loopback link, and yet with packet sockets.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, $"dhcp: leases could not be had or kept: {e.Message}", null, e);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (record, held) in NetworkLeases.List(Folder(context), context))
        {
            if (held.IsStale)
            {
                using var container = ContainerPlace.TryOpen(record);
                await EndAsync(context, record.Key, container).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeldObject>> ListAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<HeldObject>>([.. NetworkLeases.List(Folder(context), context).Select(lease => lease.Object)]);
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = DhcpConfigReader.Read(context);
    }

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(LeasePlan.Make(context, DhcpConfigReader.Read(context)));
    }

    /// <inheritdoc/>
    public Task StartAsync(IResidentHost host, CancellationToken cancellationToken) => _keeper.StartAsync(host);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _keeper.StopAsync();

    /// <inheritdoc/>
    public IReadOnlyList<LeaseView> ReadLeases(string dataDirectory) => LeaseViews.Read(new LeaseFolder(dataDirectory));

    /// <inheritdoc/>
    public void Dispose() => _keeper.Dispose();

    /// <summary>Ends a lease: forgotten, its file gone, the server told. Never fails: what cannot be told the server runs out.</summary>
    private async Task EndAsync(CniContext context, LeaseKey key, NetworkNamespace? container)
    {
        await _keeper.ForgetAsync(key).ConfigureAwait(false);
        if (Folder(context).Take(key) is not { } record || record.Boot != Boot.Id || !LeaseRecords.TryGetLease(record, out var lease))
        {
            return;
        }

        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        ReleaseSender.Send(record, lease, container, host, context.Log);
    }

    private static LeaseFolder Folder(CniContext context) => new(context.DataDirectory);
}
