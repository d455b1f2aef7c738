using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Resident;

internal sealed class FakeHandler(Func<WireRequest, Stream, CancellationToken, Task<CniReply>> answer) : IRequestHandler
{
    public Task<CniReply> HandleAsync(WireRequest request, Stream stderr, CancellationToken cancellationToken) =>
        answer(request, stderr, cancellationToken);
}
