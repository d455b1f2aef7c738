using System.Net;
using CniChain.Linux.Packets;

namespace CniChain.Linux.Tests.Packets;

public sealed class UdpDatagramTests
{
    private static readonly IPEndPoint s_source = IPEndPoint.Parse("10.0.0.1:68");
    private static readonly IPEndPoint s_destination = IPEndPoint.Parse("255.255.255.255:67");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(301)]
    [InlineData(9000)]
    public void RoundTrip_ADatagram_IsTheSame(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var packet = Write(payload);

        Assert.True(UdpDatagram.TryRead(packet, hasChecksum: true, out var source, out var destination, out var read));

        Assert.Equal(s_source, source);
        Assert.Equal(s_destination, destination);
        Assert.Equal(payload, read);
    }

    [Fact]
    public void Read_DamagedAnywhere_IsRefused()
    {
        var packet = Write([1, 2, 3, 4, 5]);
        for (var i = 0; i < packet.Length; i++)
        {
            packet[i] ^= 0x10;
            Assert.False(UdpDatagram.TryRead(packet, hasChecksum: true, out _, out _, out _), $"byte {i}");
            packet[i] ^= 0x10;
        }
    }

    [Fact]
    public void Read_WithoutAChecksumYet_BelievesThePayload()
    {
        var packet = Write([1, 2, 3, 4, 5]);
        packet[^1] ^= 1;

        Assert.False(UdpDatagram.TryRead(packet, hasChecksum: true, out _, out _, out _));
        Assert.True(UdpDatagram.TryRead(packet, hasChecksum: false, out _, out _, out _));
    }

    [Fact]
    public void Read_WithPaddingBehind_LeavesItOut()
    {
        byte[] padded = [.. Write([7]), 0, 0, 0, 0];

        Assert.True(UdpDatagram.TryRead(padded, hasChecksum: true, out _, out _, out var payload));
        Assert.Equal([7], payload.ToArray());
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var packet = Write([1, 2, 3, 4, 5]);
        for (var length = 0; length < packet.Length; length++)
        {
            Assert.False(UdpDatagram.TryRead(packet.AsSpan(0, length), hasChecksum: false, out _, out _, out _));
        }
    }

    private static byte[] Write(byte[] payload)
    {
        var buffer = new byte[UdpDatagram.HeaderLength + payload.Length];
        Assert.Equal(buffer.Length, UdpDatagram.Write(buffer, s_source, s_destination, payload));
        return buffer;
    }
}
