using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge;

/// <summary>Keeps a call that removes its unused bridge apart from one that is about to attach to it.</summary>
/// <remarks>The kernel has no "delete if it has no port": between the look and the deletion somebody's port would go down with it.</remarks>
internal static class BridgeLock
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <returns>Null where /run is full or read-only: without the lock a rare race is possible, without network the container would be.</returns>
    /// <exception cref="CniException">Code 11: somebody holds it for very long. Code 5: the file cannot be made for another reason.</exception>
    public static FileLock? Acquire(CniContext context, BridgeConfig config, CancellationToken cancellationToken)
    {
        try
        {
            return FileLock.Acquire(Path.Combine(context.StateDirectory, $"bridge-{config.Bridge}.lock"), s_patience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new CniException(CniErrorCode.TryAgainLater, $"bridge \"{config.Bridge}\": {e.Message}", null, e);
        }
        catch (LinuxException e) when (HasNoRoom(e.Errno))
        {
            context.Log.Warn($"bridge: \"{config.Bridge}\" is made or removed without a lock: {e.Message}");
            return null;
        }
        catch (LinuxException e)
        {
            throw new CniException(CniErrorCode.IoFailure, $"bridge \"{config.Bridge}\": {e.Message}", null, e);
        }
    }

    // ENOENT: nor could the folder be made.
    private static bool HasNoRoom(int errno) => errno == LibC.EROFS || errno == LibC.ENOSPC || errno == LibC.EDQUOT || errno == LibC.ENOENT;
}
