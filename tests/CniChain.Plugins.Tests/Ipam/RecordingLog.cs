using System.Collections.Concurrent;

namespace CniChain.Plugins.Tests.Ipam;

/// <summary>Keeps the lines.</summary>
internal sealed class RecordingLog : ICniLog
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void Info(string message) => Lines.Enqueue("info: " + message);

    public void Warn(string message) => Lines.Enqueue("warn: " + message);
}
