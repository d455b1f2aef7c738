using System.Buffers.Binary;

namespace CniChain.Wire;

/// <summary>The twelve bytes before every frame's body: "CNIC", major, minor, type, zero, and the body's length (little endian).</summary>
/// <param name="Major">The sender's major version.</param>
/// <param name="Minor">The sender's minor version.</param>
/// <param name="Type">What the frame is.</param>
/// <param name="Length">The body's length in bytes.</param>
public readonly record struct FrameHeader(byte Major, byte Minor, FrameType Type, int Length)
{
    /// <summary>The header's own length in bytes.</summary>
    public const int Size = 12;

    private static ReadOnlySpan<byte> Magic => "CNIC"u8;

    /// <summary>Writes the header of this version.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <param name="type">What the frame is.</param>
    /// <param name="length">The body's length.</param>
    public static void Write(Span<byte> destination, FrameType type, int length)
    {
        Magic.CopyTo(destination);
        destination[4] = WireProtocol.Major;
        destination[5] = WireProtocol.Minor;
        destination[6] = (byte)type;
        destination[7] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], length);
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <param name="header">The header as far as it could be read.</param>
    /// <returns>What is wrong with it, or <see cref="HeaderFault.None"/>.</returns>
    public static HeaderFault Read(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < Size || !source[..4].SequenceEqual(Magic))
        {
            return HeaderFault.NotOurs;
        }

        header = new FrameHeader(source[4], source[5], (FrameType)source[6], BinaryPrimitives.ReadInt32LittleEndian(source[8..]));
        if (header.Major != WireProtocol.Major)
        {
            return HeaderFault.OtherMajor;
        }

        return header.Length is < 0 or > WireProtocol.MaxBody ? HeaderFault.TooLong : HeaderFault.None;
    }
}
