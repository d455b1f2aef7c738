using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>One thread for all leases: their sockets, their timers, and what other threads ask of them, one thing after the other.</summary>
/// <param name="log">Told of what fails and belongs to no lease.</param>
internal sealed class EventLoop(Action<string> log) : IDisposable
{
    private readonly Poller _poller = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Dictionary<ulong, Action> _readers = [];
    private readonly PriorityQueue<(TimerSlot Slot, TimeSpan At), TimeSpan> _timers = new();
    private readonly Lock _gate = new();
    private Thread? _thread;
    private ulong _lastKey;
    private volatile bool _stopping;

    /// <summary>Has something done on the loop's thread, which starts with the first.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        lock (_gate)
        {
            if (_thread is null)
            {
                // Kept once it runs: where no thread can be had just now, the next who asks tries again.
                var thread = new Thread(Run) { IsBackground = true, Name = "dhcp" };
                thread.Start();
                _thread = thread;
            }
        }

        _poller.Wake();
    }

    /// <summary>Has something done on the loop's thread and waits for what it returns.</summary>
    public Task<T> AskAsync<T>(Func<T> function)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(function());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        return answer.Task;
    }

    /// <summary>Watches a descriptor. On the loop's thread.</summary>
    /// <returns>What to give to <see cref="Unwatch"/>.</returns>
    public ulong Watch(SafeHandle handle, Action ready)
    {
        var key = ++_lastKey;
        _poller.Add(handle, key);
        _readers[key] = ready;
        return key;
    }

    /// <summary>Watches it no longer. On the loop's thread, before the descriptor is closed.</summary>
    public void Unwatch(ulong key, SafeHandle handle)
    {
        _readers.Remove(key);
        _poller.Remove(handle);
    }

    /// <summary>Sets a timer, in place of what it was set to. On the loop's thread.</summary>
    public void Set(TimerSlot slot, TimeSpan? at)
    {
        if (slot.At == at)
        {
            return;
        }

        slot.At = at;
        if (at is { } time)
        {
            _timers.Enqueue((slot, time), time);
        }
    }

    /// <summary>Ends the loop after what it is at. What was posted and not begun is not done.</summary>
    public void Dispose()
    {
        _stopping = true;
        _poller.Wake();
        Thread? thread;
        lock (_gate)
        {
            thread = _thread;
        }

        if (thread is not null && thread != Thread.CurrentThread)
        {
            thread.Join();
        }

        _poller.Dispose();
    }

    private void Run()
    {
        var ready = new ulong[64];
        while (!_stopping)
        {
            while (!_stopping && _posted.TryDequeue(out var action))
            {
                Guard(action);
            }

            RunTimers();
            var count = _posted.IsEmpty && !_stopping ? _poller.Wait(ready, UntilNextTimer()) : 0;
            for (var i = 0; i < count; i++)
            {
                // One reader may have ended another of the same batch.
                if (_readers.TryGetValue(ready[i], out var reader))
                {
                    Guard(reader);
                }
            }
        }
    }

    private void RunTimers()
    {
        while (_timers.TryPeek(out var timer, out var at) && at <= BootClock.Now)
        {
            _timers.Dequeue();
            if (timer.Slot.At == timer.At)
            {
                timer.Slot.At = null;
                Guard(timer.Slot.Action);
            }
        }
    }

    private TimeSpan? UntilNextTimer()
    {
        // Those that were set anew meanwhile are in the way only until they are due.
        while (_timers.TryPeek(out var timer, out _) && timer.Slot.At != timer.At)
        {
            _timers.Dequeue();
        }

        if (!_timers.TryPeek(out _, out var at))
        {
            return null;
        }

        var left = at - BootClock.Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            log($"dhcp: {e}");
        }
    }
}
