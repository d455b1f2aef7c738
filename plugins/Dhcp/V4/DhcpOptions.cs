using System.Diagnostics.CodeAnalysis;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>The options of a message: data by code, what came in parts put together (RFC 3396).</summary>
internal sealed class DhcpOptions
{
    private readonly SortedDictionary<byte, byte[]> _data = [];

    public IReadOnlyDictionary<byte, byte[]> All => _data;

    /// <summary>An option's value.</summary>
    /// <returns>False when it is absent, or its data are not of its form.</returns>
    public bool TryGet<TOption, TValue>([MaybeNullWhen(false)] out TValue value)
        where TOption : IDhcpOption<TValue>
    {
        value = default;
        return _data.TryGetValue(TOption.Code, out var data) && TOption.TryRead(data, out value);
    }

    /// <summary>Sets an option.</summary>
    public void Set<TOption, TValue>(TValue value)
        where TOption : IDhcpOption<TValue>
    {
        var buffer = new byte[4096];
        _data[TOption.Code] = buffer[..TOption.Write(value, buffer)];
    }

    /// <summary>Sets an option's data.</summary>
    public void Set(byte code, ReadOnlySpan<byte> data) => _data[code] = data.ToArray();

    /// <summary>Appends a part.</summary>
    public void Append(byte code, ReadOnlySpan<byte> data) =>
        _data[code] = _data.TryGetValue(code, out var before) ? [.. before, .. data] : data.ToArray();
}
