using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Identifiers of clients and servers: opaque, only ever compared (RFC 8415, 11).</summary>
internal static class Duid
{
    // A type of two bytes, then 1 to 128 more (RFC 8415, 11.1).
    private const int MinLength = 3;
    private const int MaxLength = 130;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out byte[] duid)
    {
        duid = data.Length is >= MinLength and <= MaxLength ? data.ToArray() : null;
        return duid is not null;
    }

    public static int Write(byte[] duid, Span<byte> target)
    {
        duid.CopyTo(target);
        return duid.Length;
    }
}
