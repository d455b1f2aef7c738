using System.Buffers.Binary;
using System.Text;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>
/// A protobuf message taken apart by the wire format alone (https://protobuf.dev/programming-guides/encoding/), so that what the exporter
/// sends is read by nobody who shares its code.
/// </summary>
internal sealed class ProtoFields
{
    private readonly List<(int Number, ulong Value, byte[] Bytes)> _fields = [];

    public ProtoFields(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var key = ReadVarint(ref message);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((number, ReadVarint(ref message), []));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8)), []));
                    break;
                case 2:
                    _fields.Add((number, 0, Take(ref message, (int)ReadVarint(ref message)).ToArray()));
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4)), []));
                    break;
                default:
                    throw new FormatException($"wire type {key & 7} of field {number}");
            }
        }
    }

    public bool Has(int number) => _fields.Exists(f => f.Number == number);

    public IEnumerable<ProtoFields> Messages(int number) => Blobs(number).Select(b => new ProtoFields(b));

    public ProtoFields Message(int number) => Messages(number).LastOrDefault() ?? new ProtoFields([]);

    public IEnumerable<byte[]> Blobs(int number) => _fields.Where(f => f.Number == number).Select(f => f.Bytes);

    public string Text(int number) => Encoding.UTF8.GetString(Blobs(number).LastOrDefault() ?? []);

    public string Hex(int number) => Convert.ToHexStringLower(Blobs(number).LastOrDefault() ?? []);

    public ulong Number(int number) => _fields.LastOrDefault(f => f.Number == number).Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref bytes, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int length)
    {
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }
}
