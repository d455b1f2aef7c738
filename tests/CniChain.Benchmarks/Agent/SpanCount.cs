namespace CniChain.Benchmarks.Agent;

/// <summary>Counts the spans of an ExportTraceServiceRequest without a protobuf library: only its nesting matters.</summary>
internal static class SpanCount
{
    // resource_spans = 1, scope_spans = 2, spans = 2 (opentelemetry/proto/trace/v1/trace.proto).
    private static readonly int[] s_path = [1, 2, 2];

    /// <summary>Counts.</summary>
    /// <param name="message">The message.</param>
    /// <returns>How many spans it has.</returns>
    public static int Of(ReadOnlySpan<byte> message) => Of(message, 0);

    private static int Of(ReadOnlySpan<byte> message, int depth)
    {
        var count = 0;
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var length = (tag & 7) switch
            {
                0 => (int)Varint(ref message) & 0,
                1 => 8,
                2 => (int)Varint(ref message),
                _ => 4,
            };
            if (tag == (ulong)((s_path[depth] << 3) | 2))
            {
                count += depth == s_path.Length - 1 ? 1 : Of(message[..length], depth + 1);
            }

            message = message[length..];
        }

        return count;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> from)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[0];
            from = from[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
