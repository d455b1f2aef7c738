using System.Collections.Concurrent;

namespace CniChain.Plugins.Tests.Bridge;

/// <summary>Keeps lines for a test to look at.</summary>
internal sealed class ListLog : ICniLog
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void Info(string message) => Lines.Enqueue(message);

    public void Warn(string message) => Lines.Enqueue(message);
}
