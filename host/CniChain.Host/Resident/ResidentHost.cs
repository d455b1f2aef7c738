using System.Net.Sockets;

namespace CniChain.Host.Resident;

/// <summary>Accepts connections until it is idle, replaced or told to stop; then lets nobody in and finishes what runs.</summary>
/// <remarks>
/// The end, step by step: (1) the socket's path goes, so that new callers start another host; (2) who connected before that is
/// still served; (3) what runs is waited for; (4) what is over its time is cancelled, which undoes it.
/// </remarks>
internal sealed class ResidentHost(ListenSocket listen, IRequestHandler handler, ResidentOptions options, TimeProvider time, Action<string> log)
{
    private static readonly TimeSpan s_tellEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_roomGlance = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _overdue = new();
    private readonly HashSet<Task> _connections = [];
    private readonly uint _ownUser = Tmds.Linux.LibC.geteuid();
    private readonly IdleMemory _memory = new();
    private readonly PeerWatch _peers = new();
    private readonly Deliveries _deliveries = new();
    private long _lastActivity = time.GetTimestamp();
    private long _ended;
    private DateTime _programWritten;
    private long? _lastTold;
    private HostFitness? _fitness;

    /// <summary>Connections being served.</summary>
    public int Active
    {
        get
        {
            lock (_connections)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Whether something but connections keeps the host alive, such as leases to renew.</summary>
    public Func<bool> KeepAlive { get; init; } = static () => false;

    /// <summary>How many connections may be served at once; the next callers wait in the socket's backlog.</summary>
    public Func<int> MostConnections { get; init; } = static () => int.MaxValue;

    /// <summary>Whether the process is about to run out of descriptors, a plugin having leaked them, say.</summary>
    public Func<bool> IsShortOfDescriptors { get; init; } = static () => false;

    /// <summary>Called when the end begins, before anything is waited for.</summary>
    public Action Ending { get; init; } = static () => { };

    private HostFitness Fitness => LazyInitializer.EnsureInitialized(ref _fitness, () => new HostFitness(IsShortOfDescriptors, MakeWay));

    /// <summary>Asks the host to end. May be called from a signal handler's thread, and more than once.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Serves until the end.</summary>
    public async Task RunAsync()
    {
        _programWritten = ProgramWritten();
        listen.Socket.Blocking = false;
        using (var accepting = new AcceptThreads(listen.Socket, WaitForRoom, Prepare, TellFailedAccept))
        {
            accepting.Start();
            await WaitForEndAsync();
            Ending();
            listen.Withdraw();
            await _stopping.CancelAsync();
            await accepting.StopAsync();
        }

        AcceptBacklog();
        await DrainAsync();
        _peers.Dispose();
        await _deliveries.SettleAsync(options.DrainTime);
        _deliveries.Dispose();
    }

    // Out of descriptors or memory: what is running will free some. Told once in a while: the log may lie in memory itself.
    private void TellFailedAccept(SocketException failure)
    {
        if (_lastTold is not { } last || time.GetElapsedTime(last) > s_tellEvery)
        {
            _lastTold = time.GetTimestamp();
            log($"accept: {failure.Message}");
        }

        Fitness.AcceptFailed(failure, Active);
    }

    private void WaitForRoom()
    {
        lock (_connections)
        {
            while (_connections.Count >= MostConnections() && !_stopping.IsCancellationRequested)
            {
                Monitor.Wait(_connections, s_roomGlance);
            }
        }
    }

    // The path first: who tries again is to find nobody, and start another host.
    private void MakeWay()
    {
        listen.Withdraw();
        Stop();
    }

    private void AcceptBacklog()
    {
        // Who waits at a host that cannot work is told nothing, and starts another.
        while (Fitness.Reason is null && listen.Socket.Poll(0, SelectMode.SelectRead))
        {
            try
            {
                ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Work(), Prepare(listen.Socket.Accept()), preferLocal: false);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // The peer has gone, or the service manager's next host was quicker.
            }
            catch (SocketException e)
            {
                // Out of descriptors: who waits there starts another host, and what runs here is still waited for.
                log($"accept: {e.Message}");
                break;
            }
        }

        listen.Dispose();
    }

    /// <summary>From here on the connection counts as active.</summary>
    private OperationLoop Prepare(Socket socket)
    {
        var loop = new OperationLoop();
        var task = loop.Begin(() =>
            new Connection(socket, handler, _peers, _deliveries, _ownUser) { Failed = Fitness.OperationFailed }.ServeAsync(_overdue.Token));
        lock (_connections)
        {
            _connections.Add(task);
        }

        _ = task.ContinueWith(End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return loop;
    }

    private void End(Task task)
    {
        if (task.Exception is { } fault)
        {
            log($"a connection failed: {fault.InnerException}");
            Fitness.ConnectionFailed(fault.InnerException);
        }

        lock (_connections)
        {
            _connections.Remove(task);
            _ended++;
            _lastActivity = time.GetTimestamp();
            Monitor.Pulse(_connections);
        }
    }

    private async Task WaitForEndAsync()
    {
        using var timer = new PeriodicTimer(options.LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (ReasonToEnd() is { } reason)
                {
                    log(reason);
                    return;
                }

                ReleaseMemory();
            }
        }
        catch (OperationCanceledException)
        {
            log(Fitness.Reason ?? "stopping: asked to");
        }
    }

    private void ReleaseMemory()
    {
        long ended;
        TimeSpan idle;
        lock (_connections)
        {
            ended = _ended;
            idle = _connections.Count == 0 ? time.GetElapsedTime(_lastActivity) : TimeSpan.Zero;
        }

        _memory.Look(ended, idle);
    }

    private string? ReasonToEnd()
    {
        if (ProgramWritten() != _programWritten)
        {
            return "stopping: another release was installed; the next call starts it";
        }

        if (listen.IsDisplaced)
        {
            return "stopping: the socket's path is gone or another host's, so nobody can call this one any more";
        }

        if (Fitness.Look() is { } unfit)
        {
            return unfit;
        }

        lock (_connections)
        {
            var idle = _connections.Count == 0 && !KeepAlive() && time.GetElapsedTime(_lastActivity) >= options.IdleTime;
            return idle ? $"stopping: idle for {options.IdleTime}" : null;
        }
    }

    private DateTime ProgramWritten() => options.ProgramFile is { } file ? File.GetLastWriteTimeUtc(file) : default;

    private async Task DrainAsync()
    {
        Task[] running;
        lock (_connections)
        {
            running = [.. _connections];
        }

        if (running.Length > 0)
        {
            log($"waiting for {running.Length} operations to end");
            var all = Task.WhenAll(running);
            if (await Task.WhenAny(all, Task.Delay(options.DrainTime, time)) != all)
            {
                log("some operations are over their time and are undone");
                await _overdue.CancelAsync();
                await Task.WhenAny(all, Task.Delay(options.DrainTime, time));
            }
        }
    }
}
