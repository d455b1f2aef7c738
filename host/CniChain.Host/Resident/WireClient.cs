using System.Net.Sockets;
using CniChain.Wire;

namespace CniChain.Host.Resident;

/// <summary>Asks a resident host something that needs no descriptors: how it is, or to end.</summary>
internal static class WireClient
{
    /// <summary>Asks.</summary>
    /// <param name="socketPath">Where the host listens.</param>
    /// <param name="kind">What.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; null when nobody listens.</returns>
    /// <exception cref="WireFault">The host went away without an answer, or speaks another protocol; or nobody may ask at that path.</exception>
    public static async Task<CniReply?> AskAsync(string socketPath, RequestKind kind, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new WireFault($"{socketPath} is too long for a socket, whose path has 107 bytes at most: {HostPaths.SocketVariable} has to name another", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new WireFault($"the host on {socketPath} cannot be asked: permission denied; run cnichain as root", e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable || !File.Exists(socketPath))
        {
            return null;
        }

        await socket.SendAsync(Request(kind), SocketFlags.None, cancellationToken);
        while (true)
        {
            var head = await ReadAsync(socket, FrameHeader.Size, cancellationToken);
            var fault = FrameHeader.Read(head, out var header);
            if (fault != HeaderFault.None)
            {
                throw new WireFault($"the host's answer is not understood ({fault}); it may be of another release");
            }

            var body = await ReadAsync(socket, header.Length, cancellationToken);
            if (header.Type == FrameType.Reply)
            {
                return Reply(body);
            }
        }
    }

    private static ReadOnlyMemory<byte> Request(RequestKind kind)
    {
        var writer = new FrameWriter(FrameType.Request, 32);
        writer.Add(Field.Kind, (int)kind);
        return writer.Finish();
    }

    private static CniReply Reply(byte[] body)
    {
        var exit = 0;
        byte[] output = [];
        var fields = new FieldReader(body);
        while (fields.Next())
        {
            if (fields.Field == Field.ExitCode)
            {
                exit = fields.Number;
            }
            else if (fields.Field == Field.Output)
            {
                output = fields.Value.ToArray();
            }
        }

        return new CniReply(exit, output);
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        for (var have = 0; have < length;)
        {
            var count = await socket.ReceiveAsync(bytes.AsMemory(have), SocketFlags.None, cancellationToken);
            have += count > 0 ? count : throw new WireFault("the host ended without an answer");
        }

        return bytes;
    }
}
