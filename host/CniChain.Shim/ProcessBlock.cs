using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Shim;

/// <summary>The environment or the arguments of this process, as the kernel holds them: NUL-terminated byte strings.</summary>
/// <remarks>
/// Not by way of <see cref="Environment"/>: paths and values need not be UTF-8, and what is handed on must be byte for byte what came.
/// </remarks>
internal sealed unsafe class ProcessBlock
{
    private readonly byte[] _bytes;

    private ProcessBlock(byte[] bytes, int length)
    {
        _bytes = bytes;
        Length = length;
        Count = bytes.AsSpan(0, length).Count((byte)0);
    }

    /// <summary>How many strings there are.</summary>
    public int Count { get; }

    private int Length { get; }

    /// <summary>Reads a file of /proc.</summary>
    /// <param name="path">Its path, NUL-terminated.</param>
    /// <returns>Its strings; none when it cannot be read, which without /proc nothing here could mend.</returns>
    public static ProcessBlock Read(ReadOnlySpan<byte> path)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(8192, pinned: true);
        var used = 0;
        int fd;
        fixed (byte* name = path)
        {
            fd = LibC.open(name, LibC.O_RDONLY | LibC.O_CLOEXEC);
        }

        while (fd >= 0)
        {
            if (used == buffer.Length)
            {
                var larger = GC.AllocateUninitializedArray<byte>(buffer.Length * 2, pinned: true);
                buffer.CopyTo(larger, 0);
                buffer = larger;
            }

            fixed (byte* free = &buffer[used])
            {
                var got = (int)LibC.read(fd, free, buffer.Length - used);
                if (got <= 0)
                {
                    _ = LibC.close(fd);
                    break;
                }

                used += got;
            }
        }

        return new ProcessBlock(buffer, used);
    }

    /// <summary>The value of an environment variable.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value; empty when unset.</returns>
    public ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> name)
    {
        foreach (var entry in this)
        {
            if (entry.Length > name.Length && entry[name.Length] == '=' && entry.StartsWith(name))
            {
                return entry[(name.Length + 1)..];
            }
        }

        return default;
    }

    /// <summary>The address of a string, for execve: the block is pinned for the life of the process.</summary>
    /// <param name="entry">A string of this block.</param>
    /// <returns>Its address; a NUL follows it.</returns>
    public static byte* AddressOf(ReadOnlySpan<byte> entry) =>
        // Not by `fixed`, which makes null, the end of an argv, of an empty string.
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(entry));

    /// <summary>Goes through the strings.</summary>
    /// <returns>The walk.</returns>
    public Walk GetEnumerator() => new(_bytes.AsSpan(0, Length));

    /// <summary>The walk over the strings of a block; one not terminated is not handed out.</summary>
    /// <param name="rest">The bytes.</param>
    public ref struct Walk(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        /// <summary>The string, without its NUL.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next.</summary>
        /// <returns>False at the end.</returns>
        public bool MoveNext()
        {
            var end = _rest.IndexOf((byte)0);
            if (end < 0)
            {
                return false;
            }

            Current = _rest[..end];
            _rest = _rest[(end + 1)..];
            return true;
        }
    }
}
