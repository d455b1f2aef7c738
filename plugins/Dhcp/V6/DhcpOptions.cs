using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>Options in order, of a message or inside another option; a code may come more than once.</summary>
internal sealed class DhcpOptions
{
    private const int HeaderSize = 4;

    private readonly List<KeyValuePair<ushort, byte[]>> _all = [];

    public IReadOnlyList<KeyValuePair<ushort, byte[]>> All => _all;

    /// <summary>Reads options up to the end of the data.</summary>
    /// <returns>False when one of them is longer than what is left.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out DhcpOptions? options)
    {
        options = null;
        var read = new DhcpOptions();
        while (!data.IsEmpty)
        {
            if (data.Length < HeaderSize)
            {
                return false;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
            if (data.Length < HeaderSize + length)
            {
                return false;
            }

            read.Add(BinaryPrimitives.ReadUInt16BigEndian(data), data.Slice(HeaderSize, length));
            data = data[(HeaderSize + length)..];
        }

        options = read;
        return true;
    }

    /// <summary>An option's value, the first's when there are several.</summary>
    /// <returns>False when it is absent, or its data are not of its form.</returns>
    public bool TryGet<TOption, TValue>([MaybeNullWhen(false)] out TValue value)
        where TOption : IDhcpOption<TValue>
    {
        foreach (var (code, data) in _all)
        {
            if (code == TOption.Code)
            {
                return TOption.TryRead(data, out value);
            }
        }

        value = default;
        return false;
    }

    /// <summary>The values of all options of a code, without those whose data are not of its form.</summary>
    public IEnumerable<TValue> GetAll<TOption, TValue>()
        where TOption : IDhcpOption<TValue>
    {
        foreach (var (code, data) in _all)
        {
            if (code == TOption.Code && TOption.TryRead(data, out var value))
            {
                yield return value;
            }
        }
    }

    /// <summary>Appends an option.</summary>
    public void Add<TOption, TValue>(TValue value)
        where TOption : IDhcpOption<TValue>
    {
        var buffer = new byte[4096];
        _all.Add(new(TOption.Code, buffer[..TOption.Write(value, buffer)]));
    }

    /// <summary>Appends an option's data.</summary>
    public void Add(ushort code, ReadOnlySpan<byte> data) => _all.Add(new(code, data.ToArray()));

    /// <summary>Whether there is an option of a code.</summary>
    public bool Has(ushort code) => _all.Exists(o => o.Key == code);

    /// <summary>Writes all of them.</summary>
    /// <returns>How many bytes.</returns>
    public int Write(Span<byte> target)
    {
        var length = 0;
        foreach (var (code, data) in _all)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target[length..], code);
            BinaryPrimitives.WriteUInt16BigEndian(target[(length + 2)..], (ushort)data.Length);
            data.CopyTo(target[(length + HeaderSize)..]);
            length += HeaderSize + data.Length;
        }

        return length;
    }
}
