using System.Runtime.InteropServices;
using System.Text;

namespace CniChain.Benchmarks.Driving;

/// <summary>A NULL-terminated array of C strings, as argv and envp are.</summary>
internal sealed unsafe class StringBlock : IDisposable
{
    private readonly int _count;

    public StringBlock(IReadOnlyCollection<string> strings)
    {
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        foreach (var text in strings)
        {
            var length = Encoding.UTF8.GetByteCount(text);
            var bytes = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
            Encoding.UTF8.GetBytes(text, new Span<byte>(bytes, length));
            Pointer[_count++] = bytes;
        }
    }

    public byte** Pointer { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            NativeMemory.Free(Pointer[i]);
        }

        NativeMemory.Free(Pointer);
    }
}
