using System.Net.Sockets;

namespace CniChain.Host.Resident;

/// <summary>Whether a host can still work. One that cannot, for want of descriptors or of its own code, makes way for another.</summary>
/// <remarks>
/// .NET does not survive being without descriptors (<see cref="DescriptorRoom"/>). A new host has what the plugins of the old one leaked.
/// </remarks>
/// <param name="isShort">Whether hardly any descriptor is left.</param>
/// <param name="makeWay">Lets nobody in any more. May be called more than once.</param>
internal sealed class HostFitness(Func<bool> isShort, Action makeWay)
{
    private const string NoDescriptors =
        "stopping: hardly any descriptor is left (RLIMIT_NOFILE), so a plugin leaks them or the limit is too low; the next call starts a new host";

    private volatile string? _reason;
    private int _shortLooks;

    /// <summary>Why the host is to end; null when it is well.</summary>
    public string? Reason => _reason;

    /// <summary>Looks, once in a while.</summary>
    public string? Look()
    {
        // Twice in a row: many operations may have taken them just now.
        _shortLooks = _reason is null && isShort() ? _shortLooks + 1 : 0;
        return _shortLooks > 1 ? _reason = NoDescriptors : _reason;
    }

    /// <summary>A connection could not be taken.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="active">How many others are served, and will give descriptors back.</param>
    public void AcceptFailed(SocketException failure, int active)
    {
        if (failure.SocketErrorCode == SocketError.TooManyOpenSockets && active == 0)
        {
            End(NoDescriptors);
        }
    }

    /// <summary>An operation has failed, and its caller is about to be told.</summary>
    public void OperationFailed()
    {
        // Its caller tries again, and is to find another host then.
        if (_reason is null && isShort())
        {
            End(NoDescriptors);
        }
    }

    /// <summary>A connection was left without an answer.</summary>
    public void ConnectionFailed(Exception? fault)
    {
        if (fault is TypeInitializationException or FileNotFoundException or FileLoadException or OutOfMemoryException)
        {
            End("stopping: code of its own could not be loaded, see above; the next call starts a new host");
        }
    }

    private void End(string reason)
    {
        _reason = reason;
        makeWay();
    }
}
