using CniChain.Linux;

namespace CniChain.Host;

/// <summary>Opens the container's namespace and refuses the runtime's own, before anything is touched.</summary>
/// <remarks>skel looks only after the plugin has done its work; by then the host's own interface may be gone.</remarks>
internal sealed class NetnsGuard : IDisposable
{
    private readonly bool _owned;

    private NetnsGuard(NetworkNamespace? netns, string path, bool owned)
    {
        Netns = netns;
        Path = path;
        _owned = owned;
    }

    /// <summary>The namespace; null when there is none (any more), which only DEL accepts.</summary>
    public NetworkNamespace? Netns { get; }

    /// <summary>CNI_NETNS as plugins are told it; empty when it must not be entered.</summary>
    public string Path { get; }

    /// <summary>Opens it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="verb">ADD, DEL or CHECK.</param>
    /// <param name="attachedBefore">
    /// Whether an ADD of this attachment is known to have succeeded. It cannot have been in the host's namespace, so a path that leads
    /// there now (/proc/PID/ns/net of a process id used again) means that the container's is gone.
    /// </param>
    /// <param name="log">Warnings.</param>
    /// <exception cref="CniException">Code 8.</exception>
    public static NetnsGuard Open(CniRequest request, CniVerb verb, bool attachedBefore, ICniLog log)
    {
        var guard = verb == CniVerb.Del ? OpenIfThere(request, log) : OpenRequired(request);
        if (guard.Netns is null || !guard.Netns.IsSameAs(request.HostNetns) || IsOverridden(request))
        {
            return guard;
        }

        guard.Dispose();
        if (verb == CniVerb.Del && attachedBefore)
        {
            log.Warn($"CNI_NETNS {request.NetnsPath} is the host's own namespace by now; the container's counts as gone");
            return new NetnsGuard(null, "", false);
        }

        throw new CniException(
            CniErrorCode.InvalidNetns,
            $"CNI_NETNS {request.NetnsPath} is the host's own network namespace; "
            + "a container needs one of its own (CNI_NETNS_OVERRIDE=1 allows it)");
    }

    public void Dispose()
    {
        if (_owned)
        {
            Netns?.Dispose();
        }
    }

    private static NetnsGuard OpenRequired(CniRequest request)
    {
        if (request.Netns is { } given)
        {
            return new NetnsGuard(given, request.NetnsPath, false);
        }

        try
        {
            return new NetnsGuard(NetworkNamespace.OpenPath(request.NetnsPath), request.NetnsPath, true);
        }
        catch (Exception e) when (e is LinuxException or ArgumentException)
        {
            throw new CniException(CniErrorCode.InvalidNetns, $"CNI_NETNS {request.NetnsPath} cannot be used: {e.Message}", null, e);
        }
    }

    private static NetnsGuard OpenIfThere(CniRequest request, ICniLog log)
    {
        if (request.Netns is { } given)
        {
            return new NetnsGuard(given, request.NetnsPath, false);
        }

        try
        {
            _ = NetworkNamespace.TryOpenPath(request.NetnsPath, out var netns);
            return new NetnsGuard(netns, request.NetnsPath, true);
        }
        catch (Exception e) when (e is LinuxException or ArgumentException)
        {
            log.Warn($"DEL goes on without the namespace {request.NetnsPath}: {e.Message}");
            return new NetnsGuard(null, request.NetnsPath, false);
        }
    }

    private static bool IsOverridden(CniRequest request) =>
        request.Environment.TryGetValue("CNI_NETNS_OVERRIDE", out var value)
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
