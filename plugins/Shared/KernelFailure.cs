using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Plugins;

/// <summary>Turns what the kernel refused into what the runtime reads: the step, the object, the kernel's words, a fitting code.</summary>
internal static class KernelFailure
{
    // asm-generic/errno.h: what a bridge with all of its 1023 ports taken answers. Tmds.LibC lacks it.
    private const int EXFULL = 54;

    /// <summary>What to do where the kernel permits nothing.</summary>
    public const string Capabilities = "run cnichain as root, with CAP_NET_ADMIN and CAP_SYS_ADMIN";

    /// <summary>Runs a step, named by what it does and to what: "attach eth0 to bridge cni0".</summary>
    /// <exception cref="CniException">The kernel refused.</exception>
    public static void Guard(string step, Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException e)
        {
            throw During(step, e);
        }
    }

    /// <inheritdoc cref="Guard(string, Action)"/>
    public static T Guard<T>(string step, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (LinuxException e)
        {
            throw During(step, e);
        }
    }

    public static CniException During(string step, LinuxException e) => e.Errno switch
    {
        _ when IsTransient(e.Errno) => New(CniErrorCode.TryAgainLater, $"{step}: {e.Message}", e),

        // What the kernel answers to a route whose router it cannot reach: the configuration is at fault, or the IPAM plugin.
        var errno when errno == LibC.ENETUNREACH || errno == LibC.EHOSTUNREACH => New(
            CniErrorCode.InvalidNetworkConfig,
            $"{step}: {e.Message}; the gateway of a route must lie in the subnet of one of the interface's addresses",
            e),
        var errno when errno == LibC.EPERM => New(CniErrorCode.IoFailure, $"{step}: {e.Message}; {Capabilities}", e),
        _ => New(CniErrorCode.IoFailure, $"{step}: {e.Message}", e),
    };

    private static CniException New(CniErrorCode code, string message, LinuxException e) => new(code, message, null, e);

    private static bool IsTransient(int errno) =>
        errno == LibC.EAGAIN || errno == LibC.EBUSY || errno == LibC.EINTR || errno == LibC.ENOBUFS || errno == LibC.ENOMEM
        || errno == LibC.EMFILE || errno == LibC.ENFILE || errno == LibC.ETIMEDOUT || errno == EXFULL;
}
