using CniChain.Linux;
using CniChain.Linux.Packets;
using CniChain.Linux.Route;
using CniChain.Plugins.Dhcp.Keeping;
using CniChain.Plugins.Dhcp.V4.Options;
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
        var folder = Folder(context);
        using var container = NetworkNamespace.FromHandle(context.RequireNetns());
        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        var (link, uplink) = LinkReadiness.Ensure(container, host, attachment.IfName);
        var record = NewRecord(context, config, container, host, link, uplink);
        _keeper.Hosts.Note(context.HostNetns);

        // What an ADD before this one got is asked for again: the server would give it anyway, by the client's identifier.
        var wish = LeaseFolder.Read(folder.FileOf(attachment)) is { Boot: var boot } earlier && boot == Boot.Id && LeaseRecords.TryGetLease(earlier, out var old)
            ? old.Address
            : null;
        var (leased, lease) = await _keeper.AcquireAsync(record, container, wish, config.Timeout, cancellationToken).ConfigureAwait(false);
        try
        {
            folder.Write(leased, onlyIfPresent: false);
        }
        catch
        {
            // What is not written cannot be kept, and no DEL would find it.
            await _keeper.ForgetAsync(attachment).ConfigureAwait(false);
            ReleaseSender.Send(leased, lease, container, host, context.Log);
            throw;
        }

        return LeaseResult.Make(lease, config.Priority);
    }

    /// <inheritdoc/>
    public async Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var container = context.Netns is { } netns ? NetworkNamespace.FromHandle(netns) : null;
        await EndAsync(context, context.RequireAttachment(), container).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var attachment = context.RequireAttachment();
        var record = LeaseFolder.Read(Folder(context).FileOf(attachment));
        if (record is null || record.Boot != Boot.Id || !LeaseRecords.TryGetLease(record, out var lease))
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                record is null
                    ? $"dhcp: {attachment} has no lease in {context.DataDirectory}; DEL and ADD the container again"
                    : $"dhcp: {attachment} is without an address, its lease having ended; another is being asked for");
        }

        if (lease.Expires <= BootClock.Now)
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"dhcp: the lease of {attachment} for {lease.Address} has ended and nobody extended it; is the host running (cnichain host status)?");
        }

        if (context.PrevResult is { Ips.Count: > 0 } result && !result.Ips.Any(ip => ip.Address.Address.Equals(lease.Address)))
        {
            throw new CniException(
                CniErrorCode.Internal,
                $"dhcp: {attachment} has {lease.Address} of {lease.Server} by now, which the result it is compared with does not have");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = DhcpConfigReader.Read(context);
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
                await EndAsync(context, record.Attachment, container).ConfigureAwait(false);
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
    private async Task EndAsync(CniContext context, Attachment attachment, NetworkNamespace? container)
    {
        await _keeper.ForgetAsync(attachment).ConfigureAwait(false);
        if (Folder(context).Take(attachment) is not { } record || record.Boot != Boot.Id || !LeaseRecords.TryGetLease(record, out var lease))
        {
            return;
        }

        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        ReleaseSender.Send(record, lease, container, host, context.Log);
    }

    private static LeaseFolder Folder(CniContext context) => new(context.DataDirectory);

    private static LeaseRecord NewRecord(
        CniContext context, DhcpConfig config, NetworkNamespace container, NetworkNamespace host, Link link, Link? uplink)
    {
        var attachment = context.RequireAttachment();
        var provided = new Dictionary<byte, byte[]>(config.Provided);
        return new LeaseRecord
        {
            Boot = Boot.Id,
            Network = attachment.Network,
            ContainerId = attachment.ContainerId,
            IfName = attachment.IfName,
            NetnsPath = context.NetnsPath ?? "",
            NetnsDevice = container.Identity.Device,
            NetnsInode = container.Identity.Inode,
            HostNetnsDevice = host.Identity.Device,
            HostNetnsInode = host.Identity.Inode,
            LinkIndex = link.Index,
            Mac = link.Mac!.Value.ToString(),
            UplinkIndex = uplink?.Index ?? 0,
            ClientId = provided.Remove(ClientIdentifierOption.Code, out var id) ? id : ClientId.Of(attachment),
            Wanted = [.. config.Wanted],
            Provided = provided,
            Broadcast = config.Broadcast,
            DetectConflicts = config.DetectConflicts,
            Priority = config.Priority,
            OnChange = [.. config.OnChange],
        };
    }
}
