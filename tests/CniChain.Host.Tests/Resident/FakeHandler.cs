using System.Collections.Concurrent;
using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Resident;

internal sealed class FakeHandler(Func<WireRequest, Stream, CancellationToken, Task<CniReply>> answer) : IRequestHandler
{
    /// <summary>What was taken back.</summary>
    public ConcurrentQueue<JournalEntry> TakenBack { get; } = new();

    public Task<CniReply> HandleAsync(WireRequest request, Stream stderr, CancellationToken cancellationToken) =>
        answer(request, stderr, cancellationToken);

    public Task TakeBackAsync(WireRequest request, JournalEntry made)
    {
        TakenBack.Enqueue(made);
        return Task.CompletedTask;
    }
}
