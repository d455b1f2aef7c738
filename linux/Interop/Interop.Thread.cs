using System.Runtime.InteropServices;

namespace CniChain.Linux;

internal static partial class Interop
{
    // pid_t gettid(void);   unistd.h, glibc 2.30
    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int GetThreadId();
}
