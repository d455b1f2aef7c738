using System.Net;
using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>All leases of this process: got for an ADD, and, in a host that stays, kept as long as their containers live.</summary>
/// <remarks>
/// The files are the truth between processes. One process at a time keeps the leases, the one that holds the folder's lock; ADD and DEL of
/// any process write and remove files, which the keeper sees within two seconds.
/// </remarks>
internal sealed partial class LeaseKeeper : ILeaseOwner, IDisposable
{
    private static readonly TimeSpan s_scanEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_resumePace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_resumeWithin = TimeSpan.FromMinutes(1);

    // Each container is looked for every half a minute, a portion of them at a time.
    private const int SweepPortions = 30;

    private readonly EventLoop _loop;
    private readonly Dictionary<LeaseKey, KeptLease> _leases = [];
    private readonly Random _random = new();
    private readonly TimerSlot _scan;
    private readonly TimerSlot _sweep;
    private readonly Queue<KeptLease> _sweeping = new();
    private ICniLog _log = SilentLog.Instance;
    private IResidentHost? _host;
    private LeaseFolder? _folder;
    private FileLock? _lock;
    private DateTime _scanned;
    private bool _restarted = true;
    private volatile int _count;

    public LeaseKeeper()
    {
        _loop = new EventLoop(message => _log.Warn(message));
        _scan = new TimerSlot(Scan);
        _sweep = new TimerSlot(Sweep);
    }

    /// <summary>The namespaces that calls came from.</summary>
    public HostNamespaces Hosts { get; } = new();

    /// <summary>How many leases are kept.</summary>
    public int Count => _count;

    /// <summary>Begins to keep: takes up what the folder holds, now or once another process lets go of it.</summary>
    public Task StartAsync(IResidentHost host) => _loop.AskAsync(() =>
    {
        _host = host;
        _log = host.Log;
        _folder = new LeaseFolder(host.DataDirectory);
        Scan();
        _loop.Set(_sweep, BootClock.Now + s_sweepEvery);
        return true;
    });

    /// <summary>Lets go of everything; the files stay.</summary>
    public Task StopAsync() => _loop.AskAsync(() =>
    {
        _loop.Set(_scan, null);
        _loop.Set(_sweep, null);

        // An ADD that is under way ends as one of a process that keeps nothing; its file is taken up by the next keeper.
        foreach (var kept in _leases.Values.Where(k => k.OpenNetns is null).ToArray())
        {
            Forget(kept.Record.Key);
        }

        _count = 0;
        _lock?.Dispose();
        _lock = null;
        _host = null;
        return true;
    });

    /// <summary>Gets a lease.</summary>
    /// <param name="record">Whom it is for.</param>
    /// <param name="netns">The container's namespace, open until this returns.</param>
    /// <param name="wish">An address it had before; null for none.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The record with the lease, to be written by the caller, and the lease.</returns>
    /// <exception cref="CniException">Code 11: none came; the message has what was heard.</exception>
    public async Task<(LeaseRecord Record, Lease Lease)> AcquireAsync(
        LeaseRecord record, NetworkNamespace netns, IPAddress? wish, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var first = new TaskCompletionSource<Lease>(TaskCreationOptions.RunContinuationsAsynchronously);
        var kept = await _loop.AskAsync(() =>
        {
            Forget(record.Key);
            var lease = KeptLease.Create(_loop, this, record, _random, netns, first);
            _leases[record.Key] = lease;
            lease.Step(() => lease.Start(wish));
            return lease;
        }).ConfigureAwait(false);
        try
        {
            var lease = await first.Task.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return await _loop.AskAsync(() => (Leave(kept, keep: true), lease)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var heard = await _loop.AskAsync(() =>
            {
                Leave(kept, keep: false);
                return kept.Heard.ToString();
            }).ConfigureAwait(false);
            if (e is not TimeoutException)
            {
                throw;
            }

            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"dhcp: no {Kind(record)} for \"{record.IfName}\" ({record.Mac}) within {timeout.TotalSeconds:0} s: {heard}",
                $"is there a {(record.Family == LeaseFamily.IPv6 ? "DHCPv6" : "DHCP")} server on this network, with addresses left, and does the container's interface reach it?",
                e);
        }
    }

    /// <summary>Keeps a lease no longer.</summary>
    public Task ForgetAsync(LeaseKey key) => _loop.AskAsync(() =>
    {
        Forget(key);
        return true;
    });

    public void Bound(KeptLease kept, Lease lease)
    {
        if (kept.FirstLease is { Task.IsCompleted: false } first)
        {
            kept.Applied = kept.Reported = lease;
            first.SetResult(lease);
            return;
        }

        if (!Write(kept))
        {
            return;
        }

        var before = kept.Applied;
        if (before is null || !before.LooksLike(lease))
        {
            Apply(kept, before, lease);
        }

        if (kept.Reported is { } reported && !reported.SaysTheSameAs(lease))
        {
            Report(kept, reported, lease);
        }
    }

    public void Lost(KeptLease kept, Lease lease, string reason)
    {
        using var span = DhcpActivitySource.StartChange("lease lost", kept.Record, lease, null);
        _log.Warn($"dhcp: {kept.Record.Attachment} has lost {lease.Address} of {lease.Server}: {reason}; asking for another");
        Apply(kept, kept.Applied, null);
        if (Write(kept))
        {
            ChangeProgram.Start(kept.Record, "lost", lease, null, _log);
        }
    }

    public void Vanished(KeptLease kept)
    {
        var record = kept.Record;
        var lease = kept.Lease ?? kept.Applied;
        Forget(record.Key);
        if (_folder?.Take(record.Key) is null || lease is null)
        {
            return;
        }

        using var span = DhcpActivitySource.StartChange("lease released", record, lease, null);
        _log.Info($"dhcp: the container of {record.Attachment} is gone; {lease.Address} is given back to {lease.Server}");
        using var container = ContainerPlace.TryOpen(record);
        ReleaseSender.Send(record, lease, container, Hosts.Find(record), _log);
    }

    public void Dispose()
    {
        _loop.Dispose();
        Hosts.Dispose();
    }

    /// <summary>ADD has its answer: from here on the lease is opened by path, and kept if this process is the keeper.</summary>
    private LeaseRecord Leave(KeptLease kept, bool keep)
    {
        kept.OpenNetns = null;
        if (!keep || !IsKeeper())
        {
            if (_leases.GetValueOrDefault(kept.Record.Key) == kept)
            {
                Forget(kept.Record.Key);
            }

            kept.End();
        }

        _count = _leases.Count;
        return kept.Record;
    }

    private void Forget(LeaseKey key)
    {
        if (_leases.Remove(key, out var kept))
        {
            kept.End();
            kept.FirstLease?.TrySetCanceled();
            _count = _leases.Count;
        }
    }

    /// <returns>False when the lease was ended by another process; it is forgotten then.</returns>
    private bool Write(KeptLease kept)
    {
        try
        {
            if (_folder is null || _folder.Write(kept.Record, onlyIfPresent: true))
            {
                return true;
            }

            Forget(kept.Record.Key);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            _log.Warn($"dhcp: the lease of {kept.Record.Attachment} cannot be written: {e.Message}");
            return true;
        }
    }

    private void Apply(KeptLease kept, Lease? before, Lease? after)
    {
        try
        {
            kept.WithNetns(ns =>
            {
                ContainerAddresses.Follow(ns, kept.Record, before, after);
                return kept;
            });
            kept.Applied = after;
        }
        catch (LinuxException e)
        {
            kept.Applied = after;
            _log.Warn($"dhcp: the interface of {kept.Record.Attachment} does not follow its lease: {e.Message}");
        }
    }

    private void Report(KeptLease kept, Lease before, Lease after)
    {
        kept.Reported = after;
        using var span = DhcpActivitySource.StartChange("lease changed", kept.Record, before, after);
        _log.Info($"dhcp: {kept.Record.Attachment} has {after.Prefix} of {after.Server} now, {Difference(before, after)}");
        var record = kept.Record;
        var host = _host;
        _ = Task.Run(async () =>
        {
            if (host is not null)
            {
                await UpdateResultAsync(host, record, before, after).ConfigureAwait(false);
            }

            // The program may look at the journal, or have it repaired by.
            ChangeProgram.Start(record, "changed", before, after, _log);
        });
    }

    private async Task UpdateResultAsync(IResidentHost host, LeaseRecord record, Lease before, Lease after)
    {
        try
        {
            await host.UpdateResultAsync(record.Attachment, result => LeaseResult.Update(result, before, after, record), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CniException or IOException or UnauthorizedAccessException)
        {
            _log.Warn($"dhcp: the journal of {record.Attachment} does not follow its lease: {e.Message}");
        }
    }

    private static string Kind(LeaseRecord record) => record.Family == LeaseFamily.IPv6 ? "DHCPv6 lease" : "lease";

    private static string Difference(Lease before, Lease after) => before.Address.Equals(after.Address)
        ? $"with other settings{(after.RoutersOnLink.Count > 0 ? ": router " + string.Join(", ", after.RoutersOnLink) : "")}"
        : $"before {before.Prefix} of {before.Server}";
}
