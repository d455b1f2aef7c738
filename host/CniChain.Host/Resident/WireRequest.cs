using CniChain.Wire;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Host.Resident;

/// <summary>A request as it came over the socket. Owns its descriptors.</summary>
internal sealed class WireRequest : IDisposable
{
    public RequestKind Kind { get; set; }

    public string? InvokedAs { get; set; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public ReadOnlyMemory<byte> Input { get; set; }

    public SafeFileHandle? HostNetns { get; set; }

    public SafeFileHandle? ContainerNetns { get; set; }

    /// <summary>How long the caller waits; null when it did not say.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>Whether the caller says when it has handed the reply on.</summary>
    public bool Acknowledges { get; set; }

    /// <summary>Whether the caller has gone by now.</summary>
    public Func<bool> CallerHasGone { get; set; } = static () => false;

    public void Dispose()
    {
        HostNetns?.Dispose();
        ContainerNetns?.Dispose();
    }
}
