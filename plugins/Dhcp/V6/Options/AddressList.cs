using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>IPv6 addresses one after the other, as several options have them.</summary>
internal static class AddressList
{
    private const int Size = 16;

    /// <returns>False unless there is at least one, and no half one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> addresses)
    {
        addresses = null;
        if (data.IsEmpty || data.Length % Size != 0)
        {
            return false;
        }

        var list = new IPAddress[data.Length / Size];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = new IPAddress(data.Slice(i * Size, Size));
        }

        addresses = list;
        return true;
    }

    public static int Write(IReadOnlyList<IPAddress> addresses, Span<byte> target)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            if (!addresses[i].TryWriteBytes(target.Slice(i * Size, Size), out var written) || written != Size)
            {
                throw new ArgumentException($"{addresses[i]} is not IPv6", nameof(addresses));
            }
        }

        return addresses.Count * Size;
    }
}
