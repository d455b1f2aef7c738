using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>One option's code and the form of its data (RFC 8415, 21, and later).</summary>
/// <typeparam name="TValue">What its data mean.</typeparam>
internal interface IDhcpOption<TValue>
{
    static abstract ushort Code { get; }

    /// <summary>Reads the data.</summary>
    /// <returns>False for data that are not of the form; the option then counts as absent.</returns>
    static abstract bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Writes the data.</summary>
    /// <returns>How many bytes.</returns>
    static abstract int Write(TValue value, Span<byte> target);
}
