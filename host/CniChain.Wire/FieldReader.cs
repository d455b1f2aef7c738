using System.Buffers.Binary;

namespace CniChain.Wire;

/// <summary>Walks over the fields of a frame's body.</summary>
/// <remarks>Never throws: a body that does not add up ends the walk and sets <see cref="IsTorn"/>.</remarks>
/// <param name="body">The body, without the header.</param>
public ref struct FieldReader(ReadOnlySpan<byte> body)
{
    private const int FieldHeader = 6;
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>The field <see cref="Next"/> stopped at. May be one this version does not know.</summary>
    public Field Field { get; private set; }

    /// <summary>The field's value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the body ended inside a field.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>The value as a number; 0 when it has not four bytes.</summary>
    public readonly int Number => Value.Length == 4 ? BinaryPrimitives.ReadInt32LittleEndian(Value) : 0;

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        if (_rest.Length < FieldHeader)
        {
            IsTorn |= _rest.Length > 0;
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_rest[2..]);
        if (length < 0 || length > _rest.Length - FieldHeader)
        {
            IsTorn = true;
            _rest = default;
            return false;
        }

        Field = (Field)BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        Value = _rest.Slice(FieldHeader, length);
        _rest = _rest[(FieldHeader + length)..];
        return true;
    }
}
