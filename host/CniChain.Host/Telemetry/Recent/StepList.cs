using CniChain.Host.Commands;

namespace CniChain.Host;

/// <summary>The steps of an operation that runs; several of its threads may end one at a time.</summary>
internal sealed class StepList
{
    // An ADD has about twenty; a GC of a whole node must not take the place of everything else.
    private const int MaxSteps = 400;
    private readonly List<Span> _spans = new(24);
    private bool _closed;
    private int _dropped;

    /// <summary>Adds a step. Once the list is closed, and beyond the most that are kept, it is only counted; the operation itself is always kept.</summary>
    public void Add(Span span)
    {
        lock (_spans)
        {
            if (_closed || (_spans.Count >= MaxSteps && !span.IsOperation))
            {
                _dropped++;
            }
            else
            {
                _spans.Add(span);
            }
        }
    }

    /// <summary>Ends the list: a step that ends after its operation, such as a plugin that would not stop, comes too late.</summary>
    public (IReadOnlyList<Span> Spans, int Dropped) Close()
    {
        lock (_spans)
        {
            _closed = true;
            return (_spans, _dropped);
        }
    }
}
