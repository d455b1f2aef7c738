using System.Runtime.InteropServices;

namespace CniChain.Linux;

/// <summary>A system call that failed: what was tried, the errno, and the system's text for it.</summary>
/// <remarks>The message reads <c>open /run/netns/x: No such file or directory (ENOENT)</c>, as the tools an operator knows print it.</remarks>
public class LinuxException : IOException
{
    /// <summary>Describes a failed call.</summary>
    /// <param name="operation">What was tried and on what, for example <c>open /run/netns/x</c>.</param>
    /// <param name="errno">The positive errno value (asm-generic/errno.h).</param>
    /// <param name="detail">More about the cause, appended to the message; null when errno says all there is.</param>
    public LinuxException(string operation, int errno, string? detail = null)
        : base(Describe(operation, errno, detail))
    {
        Operation = operation;
        Errno = errno;
    }

    /// <summary>What was tried and on what.</summary>
    public string Operation { get; }

    /// <summary>The positive errno value (asm-generic/errno.h), for example 2 for ENOENT.</summary>
    public int Errno { get; }

    /// <summary>The symbol of <see cref="Errno"/>, for example <c>ENOENT</c>; <c>errno N</c> for a value without one.</summary>
    public string ErrnoName => ErrnoNames.Get(Errno);

    /// <summary>The exception for the native call that just failed on this thread.</summary>
    internal static LinuxException Last(string operation, string? detail = null) =>
        new(operation, Tmds.Linux.LibC.errno, detail);

    private static string Describe(string operation, int errno, string? detail)
    {
        var text = $"{operation}: {Marshal.GetPInvokeErrorMessage(errno)} ({ErrnoNames.Get(errno)})";
        return detail is null ? text : $"{text}: {detail}";
    }
}
