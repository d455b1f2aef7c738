namespace CniChain.TestPlugins;

/// <summary>Throws what "throws" names from ADD and STATUS: nothing a CNI plugin should throw.</summary>
[CniPlugin("throwing")]
public sealed class ThrowingPlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken) => throw Make(context);

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StatusAsync(CniContext context, CancellationToken cancellationToken) => throw Make(context);

    private static Exception Make(CniContext context) => context.Config.Root.GetString("throws") switch
    {
        "busy" => new KernelException(16, "newlink eth0: Device or resource busy (EBUSY): the port is in use"),
        "perm" => new KernelException(1, "newlink eth0: Operation not permitted (EPERM)"),
        "aggregate" => new AggregateException(new CniException(CniErrorCode.TryAgainLater, "throwing: inside an aggregate")),
        "timeout" => new TimeoutException("/x/.lock was locked by another process or thread for 10 s."),
        "memory" => new OutOfMemoryException("Unable to create a new thread."),
        "files" => new IOException("Too many open files : '/x'", 24),
        "io" => new IOException("disk on fire"),
        "cancelled" => new OperationCanceledException("its own time is up"),
        _ => new InvalidOperationException("first line\nsecond line"),
    };
}
