using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>What tests of the resident host have in common: a node of their own, its hosts seen from outside, and calls to make there.</summary>
public abstract class ResidentTests : IDisposable
{
    protected ResidentTests()
    {
        Node = TestNode.Create();
        Host = new HostView(Node);
        Calls = new Calls(Node);
    }

    private protected TestNode Node { get; }

    private protected HostView Host { get; }

    private protected Calls Calls { get; }

    public void Dispose()
    {
        Node.Dispose();
        GC.SuppressFinalize(this);
    }
}
