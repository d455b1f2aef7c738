using System.Runtime.ExceptionServices;

namespace CniChain.Linux;

/// <summary>One action to run inside a namespace, and the place where its caller waits.</summary>
internal abstract class NamespaceJob
{
    private readonly object _gate = new();
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private ExceptionDispatchInfo? _failure;
    private bool _completed;

    /// <summary>The namespace to enter first; null to start in the process's own.</summary>
    public NetworkNamespace? Namespace { get; init; }

    /// <summary>Runs the action with the caller's execution context, so that a span started inside has the right parent.</summary>
    public void Execute()
    {
        try
        {
            if (_context is null)
            {
                Invoke();
            }
            else
            {
                ExecutionContext.Run(_context, static job => ((NamespaceJob)job!).Invoke(), this);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>The same on the caller's own thread: what the action threw is thrown here.</summary>
    public void ExecuteHere()
    {
        Execute();
        _failure?.Throw();
    }

    public void Fail(Exception e) => _failure ??= ExceptionDispatchInfo.Capture(e);

    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for the worker; what the action threw is thrown here, with its own stack trace kept.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (!_completed)
            {
                Monitor.Wait(_gate);
            }
        }

        _failure?.Throw();
    }

    protected abstract void Invoke();
}
