using System.Net.Sockets;
using System.Text;
using CniChain.Wire;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Host.Resident;

/// <summary>Reads the one Request frame of a connection, with its descriptors.</summary>
internal static class RequestReader
{
    private const int FirstRead = 16 * 1024;

    // A peer writes as soon as it is connected. Waiting for it here, and not through the runtime's event loop, saves two threads' wake-ups.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(20);

    /// <summary>Reads a request whole.</summary>
    /// <returns>The request; null when the peer closed without a word.</returns>
    /// <exception cref="WireFault">The bytes are no request of this protocol.</exception>
    public static async Task<WireRequest?> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var descriptors = new List<SafeFileHandle>(2);
        try
        {
            var buffer = new byte[FirstRead];
            var have = await FirstAsync(socket, buffer, descriptors, cancellationToken);
            if (have == 0)
            {
                return null;
            }

            var header = CheckHeader(buffer);
            var body = new byte[header.Length];
            var early = Math.Min(have - FrameHeader.Size, body.Length);
            buffer.AsSpan(FrameHeader.Size, early).CopyTo(body);
            await ReadExactlyAsync(socket, body.AsMemory(early), cancellationToken);
            var request = Parse(body, descriptors);
            descriptors.Clear();
            return request;
        }
        finally
        {
            descriptors.ForEach(d => d.Dispose());
        }
    }

    private static async Task<int> FirstAsync(
        Socket socket, byte[] buffer, List<SafeFileHandle> descriptors, CancellationToken cancellationToken)
    {
        var have = 0;
        while (have < FrameHeader.Size)
        {
            if (!socket.Poll(s_soon, SelectMode.SelectRead))
            {
                // A read of no bytes completes when there is something to read; only recvmsg may take it, or the descriptors are lost.
                await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken);
            }

            var count = DescriptorReceiver.Receive(socket, buffer.AsSpan(have), descriptors);
            if (count == 0)
            {
                return have == 0 ? 0 : throw new WireFault("the request ended in the middle of its header");
            }

            have += Math.Max(count, 0);
        }

        return have;
    }

    private static FrameHeader CheckHeader(byte[] buffer)
    {
        var fault = FrameHeader.Read(buffer, out var header);
        return fault switch
        {
            HeaderFault.None when header.Type == FrameType.Request => header,
            HeaderFault.None => throw new WireFault($"a frame of type {(int)header.Type} is no request"),
            HeaderFault.OtherMajor => throw new WireFault(
                $"cnichain speaks version {header.Major} of the protocol and the host version {WireProtocol.Major}; install both from one release"),
            HeaderFault.TooLong => throw new WireFault($"the request is longer than {WireProtocol.MaxBody} bytes"),
            _ => throw new WireFault("the bytes are not this protocol's"),
        };
    }

    private static async Task ReadExactlyAsync(Socket socket, Memory<byte> rest, CancellationToken cancellationToken)
    {
        while (rest.Length > 0)
        {
            var count = await socket.ReceiveAsync(rest, SocketFlags.None, cancellationToken);
            if (count == 0)
            {
                throw new WireFault("the request ended in the middle of its body");
            }

            rest = rest[count..];
        }
    }

    private static WireRequest Parse(byte[] body, List<SafeFileHandle> descriptors)
    {
        var request = new WireRequest();
        var announced = Descriptors.None;
        var fields = new FieldReader(body);
        var consumed = 0;
        while (fields.Next())
        {
            consumed += 6 + fields.Value.Length;
            switch (fields.Field)
            {
                case Field.Kind:
                    request.Kind = (RequestKind)fields.Number;
                    break;
                case Field.InvokedAs:
                    request.InvokedAs = Encoding.UTF8.GetString(fields.Value);
                    break;
                case Field.Environment:
                    AddVariable(request, Encoding.UTF8.GetString(fields.Value));
                    break;
                case Field.Input:
                    request.Input = body.AsMemory(consumed - fields.Value.Length, fields.Value.Length);
                    break;
                case Field.Descriptors:
                    announced = (Descriptors)fields.Number;
                    break;
                case Field.Acknowledges:
                    request.Acknowledges = fields.Number == 1;
                    break;
                case Field.Deadline:
                    request.Deadline = TimeSpan.FromMilliseconds(fields.Number);
                    break;
                default:
                    break; // A newer peer's; WireProtocol says to pass over it.
            }
        }

        if (fields.IsTorn)
        {
            throw new WireFault("the request's fields do not add up to its length");
        }

        TakeDescriptors(request, announced, descriptors);
        return request;
    }

    private static void AddVariable(WireRequest request, string variable)
    {
        var at = variable.IndexOf('=', StringComparison.Ordinal);
        if (at > 0)
        {
            request.Environment[variable[..at]] = variable[(at + 1)..];
        }
    }

    private static void TakeDescriptors(WireRequest request, Descriptors announced, List<SafeFileHandle> descriptors)
    {
        if (System.Numerics.BitOperations.PopCount((uint)announced) != descriptors.Count)
        {
            throw new WireFault($"{descriptors.Count} descriptors came with the request, which announces {announced}");
        }

        var next = 0;
        request.HostNetns = announced.HasFlag(Descriptors.HostNetns) ? descriptors[next++] : null;
        request.ContainerNetns = announced.HasFlag(Descriptors.ContainerNetns) ? descriptors[next++] : null;
        for (; next < descriptors.Count; next++)
        {
            descriptors[next].Dispose();
        }
    }
}
