using System.Globalization;

namespace CniChain.Host;

/// <summary>
/// Errors of the kernel as plugins throw them. Each plugin has its own copy of CniChain.Linux, so its exception is another type
/// than the host's: it is known by its shape, an IOException with an Errno.
/// </summary>
internal static class KernelError
{
    // asm-generic/errno-base.h and errno.h
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    private const int ENOMEM = 12;
    private const int EBUSY = 16;
    private const int ENFILE = 23;
    private const int EMFILE = 24;
    private const int ERESTART = 85;
    private const int ENOBUFS = 105;
    private const int ETIMEDOUT = 110;

    // As the kernel has it (linux/err.h).
    private const int MaxErrno = 4095;

    /// <summary>The errno of an exception; null when it is not the kernel's. .NET's own file exceptions have it in their HResult.</summary>
    public static int? From(Exception e)
    {
        if (e is not IOException)
        {
            return null;
        }

        var value = e.GetType().GetProperty("Errno")?.GetValue(e);
        return value is IConvertible ? Convert.ToInt32(value, CultureInfo.InvariantCulture)
            : e.HResult is > 0 and <= MaxErrno ? e.HResult
            : null;
    }

    /// <summary>The code that tells a runtime what to do: transient ones are worth another try, in STATUS all mean "not ready".</summary>
    public static CniErrorCode Code(int errno, CniVerb verb) => errno switch
    {
        _ when verb == CniVerb.Status => CniErrorCode.PluginNotAvailable,
        EINTR or EAGAIN or ENOMEM or EBUSY or ENFILE or EMFILE or ERESTART or ENOBUFS or ETIMEDOUT => CniErrorCode.TryAgainLater,
        _ => CniErrorCode.IoFailure,
    };
}
