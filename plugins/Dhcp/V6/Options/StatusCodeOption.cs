using System.Buffers.Binary;
using System.Text;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 13: how it went (RFC 8415, 21.13). The words reach error messages, so only printable ASCII passes.</summary>
internal sealed class StatusCodeOption : IDhcpOption<Status>
{
    public static ushort Code => 13;

    public static bool TryRead(ReadOnlySpan<byte> data, out Status value)
    {
        value = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(data, out var code))
        {
            return false;
        }

        var known = code <= (ushort)StatusCode.UseMulticast ? (StatusCode)code : StatusCode.UnspecFail;
        value = new Status(known, MessageTextOption.TryRead(data[sizeof(ushort)..], out var text) ? text : "");
        return true;
    }

    public static int Write(Status value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)value.Code);
        return sizeof(ushort) + Encoding.ASCII.GetBytes(value.Text, target[sizeof(ushort)..]);
    }
}
