using System.Runtime.InteropServices;

namespace CniChain.Shim;

/// <summary>An argv or envp for execve: addresses of NUL-terminated strings that do not move, and a null at the end.</summary>
/// <param name="capacity">Room for so many strings and the null.</param>
internal sealed unsafe class PointerList(int capacity) : IDisposable
{
    private readonly byte** _items = (byte**)NativeMemory.AllocZeroed((nuint)capacity + 1, (nuint)sizeof(byte*));
    private readonly int _capacity = capacity;
    private int _count;

    /// <summary>The array; the room not used is null.</summary>
    public byte** Terminated => _items;

    /// <summary>Adds a string of a <see cref="ProcessBlock"/>, which is pinned and terminated.</summary>
    /// <param name="entry">The string, without its NUL.</param>
    public void Add(ReadOnlySpan<byte> entry)
    {
        if (_count == _capacity)
        {
            throw new InvalidOperationException("more strings than room was made for");
        }

        _items[_count++] = ProcessBlock.AddressOf(entry);
    }

    /// <summary>Adds a string that lies in the executable itself.</summary>
    /// <param name="literal">A UTF-8 literal that ends in NUL.</param>
    public void AddLiteral(ReadOnlySpan<byte> literal) => Add(literal);

    /// <summary>Frees the array.</summary>
    public void Dispose() => NativeMemory.Free(_items);
}
