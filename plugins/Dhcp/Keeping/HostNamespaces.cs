using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>The runtimes' namespaces by identity: for messages that leave by the host's links when no call is there to hand them in.</summary>
internal sealed class HostNamespaces : IDisposable
{
    private readonly ConcurrentDictionary<(ulong Device, ulong Inode), NetworkNamespace> _known = new();

    /// <summary>Keeps a call's open, too.</summary>
    public void Note(SafeHandle handle)
    {
        using var borrowed = NetworkNamespace.FromHandle(handle);
        if (!_known.ContainsKey(borrowed.Identity))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}");
            Keep(NetworkNamespace.OpenPath(path));
        }
    }

    /// <summary>The one a record names: noted in a call, or else this process's own, which a host that the runtime started shares.</summary>
    /// <returns>Null when it is neither.</returns>
    public NetworkNamespace? Find(LeaseRecord record)
    {
        var wanted = (record.HostNetnsDevice, record.HostNetnsInode);
        if (!_known.ContainsKey(wanted) && NetworkNamespace.TryOpenPath("/proc/self/ns/net", out var own))
        {
            Keep(own);
        }

        return _known.GetValueOrDefault(wanted);
    }

    public void Dispose()
    {
        foreach (var ns in _known.Values)
        {
            ns.Dispose();
        }

        _known.Clear();
    }

    private void Keep(NetworkNamespace ns)
    {
        if (!_known.TryAdd(ns.Identity, ns))
        {
            ns.Dispose();
        }
    }
}
