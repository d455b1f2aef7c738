using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

internal sealed partial class LeaseKeeper
{
    /// <summary>Looks what other processes have added to the folder and taken away.</summary>
    private void Scan()
    {
        _loop.Set(_scan, BootClock.Now + s_scanEvery);
        if (_folder is null || _folder.Changed == DateTime.MinValue || !TryLock())
        {
            return;
        }

        var changed = _folder.Changed;
        if (changed == _scanned)
        {
            return;
        }

        // A file that comes within the clock's grain of this look is found by the next: what is recent is looked at twice.
        _scanned = TimeProvider.System.GetUtcNow().UtcDateTime - changed > s_scanEvery ? changed : DateTime.MinValue.AddTicks(1);
        var files = _folder.Files().ToHashSet(StringComparer.Ordinal);
        foreach (var kept in _leases.Values.Where(k => k.OpenNetns is null && !files.Contains(_folder.FileOf(k.Record.Key))).ToArray())
        {
            Forget(kept.Record.Key);
        }

        var known = _leases.Values.Select(k => _folder.FileOf(k.Record.Key)).ToHashSet(StringComparer.Ordinal);
        // After a restart they ask one after the other, so that neither the server nor this node has them all at once.
        var fresh = files.Where(f => !known.Contains(f)).ToArray();
        var spread = _restarted ? Math.Min(fresh.Length * s_resumePace.TotalSeconds, s_resumeWithin.TotalSeconds) : 0;
        foreach (var file in fresh)
        {
            TakeUp(file, TimeSpan.FromSeconds(_random.NextDouble() * spread));
        }

        _restarted = false;
        _count = _leases.Count;
    }

    /// <summary>Whether this process keeps the leases; the folder's first comes about here.</summary>
    private bool IsKeeper()
    {
        if (_host is null || _folder is null)
        {
            return false;
        }

        try
        {
            _folder.Make();
            return TryLock();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The caller, who writes the lease's file, says the same.
            return false;
        }
    }

    private bool TryLock()
    {
        if (_lock is not null)
        {
            return true;
        }

        if (_folder!.Distrust() is { } problem)
        {
            _log.Warn($"dhcp: {problem}");
            return false;
        }

        try
        {
            _lock = FileLock.Acquire(_folder.KeeperLock, TimeSpan.Zero);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (LinuxException e)
        {
            _log.Warn($"dhcp: the leases are not kept: {e.Message}");
            return false;
        }
    }

    private void TakeUp(string file, TimeSpan delay)
    {
        if (LeaseFolder.Read(file) is not { } record || _folder!.FileOf(record.Key) != file)
        {
            _log.Warn($"dhcp: {file} holds no lease and is removed");
            File.Delete(file);
            return;
        }

        if (record.Boot != Boot.Id)
        {
            // A reboot has taken the container and its namespace.
            _ = _folder.Take(record.Key);
            return;
        }

        var kept = KeptLease.Create(_loop, this, record, _random);
        _leases[record.Key] = kept;
        if (!LeaseRecords.TryGetLease(record, out var lease))
        {
            kept.Begin(delay, () => kept.Start(wish: null));
            return;
        }

        kept.Applied = kept.Reported = lease;

        // After a restart the server is asked whether it still stands; what another process has just got needs no asking.
        kept.Begin(delay, _restarted ? () => kept.Resume(lease) : () => kept.Continue(lease));
    }

    /// <summary>Looks for containers that went away without a DEL.</summary>
    private void Sweep()
    {
        _loop.Set(_sweep, BootClock.Now + s_sweepEvery);
        if (_sweeping.Count == 0)
        {
            foreach (var kept in _leases.Values)
            {
                _sweeping.Enqueue(kept);
            }
        }

        for (var left = (_leases.Count / SweepPortions) + 1; left > 0 && _sweeping.TryDequeue(out var kept); left--)
        {
            if (!kept.IsEnded && kept.OpenNetns is null && _lock is not null && !IsAlive(kept))
            {
                Vanished(kept);
            }
        }
    }

    private static bool IsAlive(KeptLease kept)
    {
        try
        {
            return ContainerPlace.IsAlive(kept.Record);
        }
        catch (LinuxException)
        {
            // It could not be looked at (EMFILE, say), which says nothing of it.
            return true;
        }
    }
}
