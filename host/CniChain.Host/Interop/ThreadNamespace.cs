using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>The network namespace of the calling thread, which must be the process's own when a plugin has used it.</summary>
internal static class ThreadNamespace
{
    private static readonly SafeFileHandle s_home = File.OpenHandle("/proc/self/ns/net");
    private static readonly FileStamp s_homeStamp = FileStamp.Of("/proc/self/ns/net");

    /// <summary>The first call says where home is.</summary>
    public static void RememberHome() => _ = s_homeStamp;

    /// <summary>Whether the thread is at home.</summary>
    public static bool IsHome()
    {
        var here = FileStamp.Of("/proc/thread-self/ns/net");
        return here.Inode == s_homeStamp.Inode && here.Device == s_homeStamp.Device;
    }

    /// <summary>Brings it back.</summary>
    /// <returns>Whether it is back: the kernel may refuse, and then the thread must not be used again.</returns>
    public static bool TryGoHome() => LibC.setns((int)s_home.DangerousGetHandle(), LibC.CLONE_NEWNET) == 0;
}
