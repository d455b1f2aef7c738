using System.Buffers.Binary;
using System.Numerics;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 1: the subnet mask, as a prefix length (RFC 2132, 3.3). A mask with holes is none.</summary>
internal sealed class SubnetMaskOption : IDhcpOption<int>
{
    public static byte Code => 1;

    public static bool TryRead(ReadOnlySpan<byte> data, out int value)
    {
        value = 0;
        if (data.Length != 4)
        {
            return false;
        }

        var mask = BinaryPrimitives.ReadUInt32BigEndian(data);
        value = BitOperations.LeadingZeroCount(~mask);
        return value > 0 && (value == 32 || mask << value == 0);
    }

    public static int Write(int value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, value == 0 ? 0 : uint.MaxValue << (32 - value));
        return sizeof(uint);
    }
}
