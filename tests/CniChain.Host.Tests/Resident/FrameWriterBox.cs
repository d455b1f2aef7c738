using CniChain.Wire;

namespace CniChain.Host.Tests.Resident;

/// <summary>Collects fields for a request frame; the writer itself is a ref struct and fits into no lambda.</summary>
internal sealed class FrameWriterBox
{
    private readonly List<(Field Field, byte[] Value)> _fields = [];

    public void Add(Field field, string value) => _fields.Add((field, System.Text.Encoding.UTF8.GetBytes(value)));

    public void Add(Field field, int value) => _fields.Add((field, BitConverter.GetBytes(value)));

    public byte[] Finish()
    {
        var writer = new FrameWriter(FrameType.Request);
        foreach (var (field, value) in _fields)
        {
            writer.Add(field, value);
        }

        return writer.Finish().ToArray();
    }
}
