namespace CniChain.Host;

/// <summary>The time a request may take, its wait for a turn included; then it is cancelled, and what it began is undone.</summary>
/// <remarks>
/// <see cref="ChainHostOptions.RequestTimeout"/>, or what CNICHAIN_TIMEOUT in the caller's environment says, in seconds. Most callers give
/// up earlier, and their going cancels the request too; this is for those that never do.
/// </remarks>
internal sealed class RequestDeadline : IDisposable
{
    private const string Variable = "CNICHAIN_TIMEOUT";

    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _limit;

    private RequestDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _limit = limit;
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    /// <summary>Cancelled when the time is up or the caller has gone.</summary>
    public CancellationToken Token => _either.Token;

    public static RequestDeadline Start(CniRequest request, ChainHostOptions options, CancellationToken caller)
    {
        var given = request.Environment.GetValueOrDefault(Variable);
        var limit = given is null
            ? options.RequestTimeout
            : SecondsVariable.Read(Variable, given, least: 1, SecondsVariable.Day, new StderrLog(request.Stderr)) ?? options.RequestTimeout;
        return new RequestDeadline(limit, options.Time, caller);
    }

    /// <summary>What became of a request that was cancelled before a plugin could say it, while it waited for its turn.</summary>
    /// <returns>The error; null when that is not what happened.</returns>
    public CniException? Explain(Exception e) => e is not OperationCanceledException || !Token.IsCancellationRequested
        ? null
        : new CniException(
            CniErrorCode.TryAgainLater,
            _timer.IsCancellationRequested
                ? $"cnichain: the request was not done within {_limit.TotalSeconds} s; try again, or give it more time with {Variable}"
                : "cnichain: the caller has gone, or the host is ending and other work takes too long; try again",
            null,
            e);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
