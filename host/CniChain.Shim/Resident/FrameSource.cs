using CniChain.Wire;
using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>Takes frames off a connection, one after the other, into a buffer that grows to the largest.</summary>
/// <param name="fd">The connection.</param>
internal unsafe ref struct FrameSource(int fd)
{
    private readonly int _fd = fd;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(16 * 1024);
    private int _start;
    private int _end;

    /// <summary>Waits for the next frame.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="body">Its fields; valid until the next call.</param>
    /// <returns>False at the end of the connection, or when what comes is no frame of this protocol.</returns>
    public bool Next(out FrameType type, out ReadOnlySpan<byte> body)
    {
        type = default;
        body = default;
        if (!Fill(FrameHeader.Size) || FrameHeader.Read(_buffer.AsSpan(_start), out var header) != HeaderFault.None)
        {
            return false;
        }

        if (!Fill(FrameHeader.Size + header.Length))
        {
            return false;
        }

        type = header.Type;
        body = _buffer.AsSpan(_start + FrameHeader.Size, header.Length);
        _start += FrameHeader.Size + header.Length;
        return true;
    }

    private bool Fill(int wanted)
    {
        if (_buffer.Length - _start < wanted)
        {
            var moved = wanted > _buffer.Length ? new byte[wanted] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(moved);
            _end -= _start;
            _start = 0;
            _buffer = moved;
        }

        while (_end - _start < wanted)
        {
            fixed (byte* free = &_buffer[_end])
            {
                var got = (long)LibC.recv(_fd, free, _buffer.Length - _end, 0);
                if (got == 0 || (got < 0 && LibC.errno != LibC.EINTR))
                {
                    return false;
                }

                _end += (int)Math.Max(got, 0);
            }
        }

        return true;
    }
}
