using CniChain.Wire;
using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>Has the request served by the resident host, which is started when nobody listens.</summary>
internal static unsafe class ResidentHost
{
    // The host may go away for idleness or an upgrade between connect and accept; its successor may too, but not time after time.
    private const int Attempts = 5;

    /// <summary>Serves the request in the environment, if a host can be had.</summary>
    /// <param name="invokedAs">The name this program was called by.</param>
    /// <param name="environment">The caller's environment.</param>
    /// <param name="input">Stdin, read whole.</param>
    /// <returns>The exit status; null when the foreground has to serve.</returns>
    public static int? Serve(ReadOnlySpan<byte> invokedAs, ProcessBlock environment, RequestInput input)
    {
        var path = environment.ValueOf("CNICHAIN_SOCKET"u8);
        path = path.IsEmpty ? "/run/cnichain/cnichain.sock"u8 : path;
        Span<int> fds = stackalloc int[2];
        var which = OpenNamespaces(environment, fds, out var count);
        // What an ADD made is taken down again when its result has reached nobody; there is nothing like it in the other verbs.
        var acknowledges = environment.ValueOf("CNI_COMMAND"u8).SequenceEqual("ADD"u8);
        var frame = RequestFrame.Build(invokedAs, environment, input.Bytes, which, acknowledges);
        if (frame.BodyLength > WireProtocol.MaxBody || which == Descriptors.None)
        {
            return null;
        }

        return Serve(path, environment, frame.Finish().Span, fds[..count], acknowledges);
    }

    private static int? Serve(
        ReadOnlySpan<byte> path, ProcessBlock environment, ReadOnlySpan<byte> frame, ReadOnlySpan<int> fds, bool acknowledges)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!HostSocket.TryConnect(path, out var socket) && !HostStart.Ensure(path, environment, out socket))
            {
                return null;
            }

            using (socket)
            {
                switch (socket.Run(frame, fds, acknowledges, out var exitStatus))
                {
                    case Exchange.Served:
                        return exitStatus;
                    case Exchange.Silent:
                        return null;
                    default:
                        break;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The caller's namespace, and the container's if its path opens: a path means something in the caller's mount namespace only.
    /// What does not open is not sent; the host then says what is wrong with it, or, in a DEL, takes it for gone.
    /// </summary>
    private static Descriptors OpenNamespaces(ProcessBlock environment, Span<int> fds, out int count)
    {
        count = 0;
        fixed (byte* own = "/proc/self/ns/net\0"u8)
        {
            fds[0] = LibC.open(own, LibC.O_RDONLY | LibC.O_CLOEXEC);
        }

        if (fds[0] < 0)
        {
            return Descriptors.None;
        }

        count = 1;
        var netns = environment.ValueOf("CNI_NETNS"u8);
        if (netns.IsEmpty)
        {
            return Descriptors.HostNetns;
        }

        // O_NONBLOCK: a FIFO at that path must not hold the caller for ever.
        fds[1] = LibC.open(ProcessBlock.AddressOf(netns), LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NONBLOCK | LibC.O_NOCTTY);
        if (fds[1] < 0)
        {
            return Descriptors.HostNetns;
        }

        count = 2;
        return Descriptors.HostNetns | Descriptors.ContainerNetns;
    }
}
