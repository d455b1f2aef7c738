using CniChain.Wire;
using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>The request's stdin, read whole so that it can be sent, and given back when the foreground serves after all.</summary>
internal sealed unsafe class RequestInput
{
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(16 * 1024);
    private int _length;

    /// <summary>What was read.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads stdin to its end.</summary>
    /// <returns>False when it cannot be read, or is longer than the protocol carries.</returns>
    public bool Read()
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                if (_length >= WireProtocol.MaxBody)
                {
                    return false;
                }

                Array.Resize(ref _buffer, _length * 2);
            }

            fixed (byte* free = &_buffer[_length])
            {
                var got = (long)LibC.read(0, free, _buffer.Length - _length);
                if (got == 0 || (got < 0 && LibC.errno != LibC.EINTR))
                {
                    return got == 0;
                }

                _length += (int)Math.Max(got, 0);
            }
        }
    }

    /// <summary>Makes stdin a file of memory that holds what was read, at its start.</summary>
    /// <returns>False when there is no memory or no descriptor for it.</returns>
    public bool GiveBack()
    {
        int file;
        fixed (byte* name = "cni-stdin\0"u8)
        {
            file = LibC.memfd_create(name, LibC.MFD_CLOEXEC);
        }

        if (file < 0)
        {
            return false;
        }

        fixed (byte* start = Bytes)
        {
            for (var done = 0; done < _length;)
            {
                var wrote = (long)LibC.write(file, start + done, _length - done);
                if (wrote < 0 && LibC.errno != LibC.EINTR)
                {
                    return false;
                }

                done += (int)Math.Max(wrote, 0);
            }
        }

        return LibC.lseek(file, 0, LibC.SEEK_SET) == 0 && LibC.dup2(file, 0) == 0;
    }
}
