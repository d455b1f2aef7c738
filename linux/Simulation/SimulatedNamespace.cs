using System.Collections.Concurrent;
using CniChain.Linux.Netlink;

namespace CniChain.Linux;

/// <summary>A network namespace that a test plays: whoever opens a socket or a setting in it talks to this object, not to the kernel.</summary>
/// <remarks>
/// It is known by the device and inode of a file of its own, as a real one is, so handles, paths and descriptor numbers inside messages
/// lead to it. Nothing in the product makes one; CniChain.Testing does.
/// </remarks>
internal abstract class SimulatedNamespace
{
    private static readonly ConcurrentDictionary<(ulong Device, ulong Inode), SimulatedNamespace> s_all = new();
    private static readonly AsyncLocal<SimulatedNamespace?> s_current = new();
    private static volatile bool s_isAny;

    /// <summary>Whether there was ever one in this process; else nobody need look further.</summary>
    public static bool IsAny => s_isAny;

    /// <summary>The one the caller is in; null in the kernel's.</summary>
    public static SimulatedNamespace? Current
    {
        get => s_isAny ? s_current.Value : null;
        set
        {
            s_isAny |= value is not null;
            s_current.Value = value;
        }
    }

    /// <summary>A path to its file, valid while it is open.</summary>
    public abstract string Path { get; }

    public abstract (ulong Device, ulong Inode) Identity { get; }

    /// <summary>Works on the messages of one datagram.</summary>
    /// <param name="protocol">The family.</param>
    /// <param name="messages">The requests.</param>
    /// <param name="answers">Takes each datagram of the answer.</param>
    public abstract void Handle(NetlinkProtocol protocol, ReadOnlySpan<byte> messages, Action<byte[]> answers);

    /// <summary>A setting by its path below /proc/sys; null when there is none.</summary>
    public abstract string? ReadSysctl(string path);

    public abstract void WriteSysctl(string path, string value);

    /// <summary>The one behind a namespace object, or the caller's when that is null.</summary>
    public static SimulatedNamespace? Find(NetworkNamespace? ns) =>
        !s_isAny ? null : ns is null ? Current : Find(ns.Identity);

    public static SimulatedNamespace? Find((ulong Device, ulong Inode) identity) => s_all.GetValueOrDefault(identity);

    /// <summary>Runs an action inside one; null means outside of any.</summary>
    public static T Run<T>(SimulatedNamespace? ns, Func<T> action)
    {
        var before = Current;
        Current = ns;
        try
        {
            return action();
        }
        finally
        {
            Current = before;
        }
    }

    protected void Register()
    {
        s_isAny = true;
        s_all[Identity] = this;
    }

    protected void Unregister() => s_all.TryRemove(Identity, out _);
}
