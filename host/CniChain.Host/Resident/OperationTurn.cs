namespace CniChain.Host.Resident;

/// <summary>What an operation holds while it runs, given back in reverse.</summary>
internal sealed class OperationTurn(Action ended) : IDisposable
{
    private readonly Stack<IDisposable> _held = new(3);
    private bool _begun;

    public void Add(IDisposable item) => _held.Push(item);

    public void Begun() => _begun = true;

    public void Dispose()
    {
        while (_held.TryPop(out var item))
        {
            item.Dispose();
        }

        if (_begun)
        {
            _begun = false;
            ended();
        }
    }
}
