using System.Net.Sockets;
using CniChain.Wire;

namespace CniChain.Host.Resident;

/// <summary>A reply on its way: written to the peer, which has yet to say that it has handed it on.</summary>
/// <param name="socket">The peer's connection, closed at the end.</param>
/// <param name="request">The request, disposed of at the end.</param>
/// <param name="takeBack">Takes back what the reply tells of. Throws nothing.</param>
internal sealed class Delivery(Socket socket, WireRequest request, Func<Task> takeBack) : IDisposable
{
    private readonly byte[] _word = new byte[FrameHeader.Size];
    private int _have;

    /// <summary>Looks, without waiting.</summary>
    /// <returns>True when the peer has said so, false when it has gone without; null while it works.</returns>
    public bool? HasArrived()
    {
        try
        {
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                var count = socket.Receive(_word, _have, _word.Length - _have, SocketFlags.None);
                if (count == 0)
                {
                    return false;
                }

                _have += count;
                if (_have == _word.Length)
                {
                    return FrameHeader.Read(_word, out var header) == HeaderFault.None && header.Type == FrameType.Acknowledged;
                }
            }

            return null;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Takes back what the reply tells of, and ends.</summary>
    public async Task TakeBackAsync()
    {
        using (this)
        {
            await takeBack();
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        request.Dispose();
    }
}
