using System.Text;

namespace CniChain.Host;

/// <summary>The beginning of a process's output. The rest is read too, so that the process does not block, and dropped.</summary>
internal sealed class CappedBuffer(int limit)
{
    private readonly MemoryStream _bytes = new();

    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            lock (_bytes)
            {
                return _bytes.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="source">The process's end.</param>
    /// <param name="copy">Where everything goes as well, at once; null for nowhere.</param>
    public async Task FillAsync(Stream source, StderrLog? copy)
    {
        var chunk = new byte[4096];
        for (int n; (n = await source.ReadAsync(chunk)) > 0;)
        {
            copy?.Write(chunk.AsSpan(0, n));
            lock (_bytes)
            {
                _bytes.Write(chunk, 0, (int)Math.Min(n, limit - _bytes.Length));
            }
        }
    }
}
