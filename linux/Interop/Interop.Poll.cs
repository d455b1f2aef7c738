using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Linux;

internal static unsafe partial class Interop
{
    // int poll(struct pollfd *fds, nfds_t nfds, int timeout);   poll.h
    // Tmds.LibC's own does not set the last P/Invoke error, which is what LibC.errno reads: it would be that of some earlier call.
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(pollfd* descriptors, nuint count, int milliseconds);
}
