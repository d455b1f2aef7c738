using System.Net;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4;

public sealed class DhcpReaderTests
{
    [Fact]
    public void RoundTrip_AMessage_IsTheSame()
    {
        var message = Messages.Ack(0x12345678) with
        {
            Secs = 7,
            Broadcast = true,
            ClientAddress = IPAddress.Parse("10.70.0.100"),
            RelayAddress = IPAddress.Parse("10.70.0.254"),
        };

        Assert.True(DhcpReader.TryRead(Messages.Bytes(message), out var read));

        Assert.Equal(message with { Options = read.Options }, read);
        Assert.Equal(message.Options.All.Count + 1, read.Options.All.Count);
        Assert.All(message.Options.All, option => Assert.Equal(option.Value, read.Options.All[option.Key]));
    }

    [Fact]
    public void Write_AnyMessage_IsAsLongAsOldServersWant() =>
        Assert.Equal(300, Messages.Bytes(new DhcpMessage { Type = MessageType.Discover }).Length);

    [Fact]
    public void Read_AnOptionInParts_IsPutTogether()
    {
        // RFC 3396: over 255 bytes it comes in parts, which need not follow one another.
        var text = new string('x', 600);
        var message = new DhcpMessage { Type = MessageType.Nak, IsReply = true };
        message.Options.Set(MessageTextOption.Code, System.Text.Encoding.ASCII.GetBytes(text));

        Assert.True(DhcpReader.TryRead(Messages.Bytes(message), out var read));

        Assert.True(read.Options.TryGet<MessageTextOption, string>(out var said));
        Assert.Equal(text, said);
    }

    [Fact]
    public void Read_OverloadedFields_HoldOptionsToo()
    {
        var bytes = Messages.Bytes(new DhcpMessage { Type = MessageType.Ack, IsReply = true });
        byte[] options = [53, 1, 5, 52, 1, 3, 15, 3, (byte)'l', (byte)'a', (byte)'n', 255];
        options.CopyTo(bytes, 240);
        byte[] file = [3, 4, 10, 0, 0, 1, 255];
        file.CopyTo(bytes, 108);
        byte[] name = [15, 2, (byte)'.', (byte)'x', 255];
        name.CopyTo(bytes, 44);

        Assert.True(DhcpReader.TryRead(bytes, out var read));

        Assert.True(read.Options.TryGet<RoutersOption, IReadOnlyList<IPAddress>>(out var routers));
        Assert.Equal([IPAddress.Parse("10.0.0.1")], routers);
        Assert.True(read.Options.TryGet<DomainNameOption, string>(out var domain));
        Assert.Equal("lan.x", domain);
    }

    [Fact]
    public void Read_AnOptionLongerThanWhatIsLeft_IsRefused()
    {
        var bytes = Messages.Bytes(Messages.Ack(1));
        var end = bytes.AsSpan(240).LastIndexOf((byte)255) + 240;
        bytes[^2] = 12;
        bytes[^1] = 5;
        bytes[end] = 0;

        Assert.False(DhcpReader.TryRead(bytes, out _));
    }

    [Fact]
    public void Read_WithoutAnEnd_IsFineWhereEveryOptionIsWhole()
    {
        var bytes = Messages.Bytes(Messages.Ack(1));
        var end = bytes.AsSpan(240).LastIndexOf((byte)255) + 240;

        Assert.True(DhcpReader.TryRead(bytes.AsSpan(0, end), out _));
    }

    [Fact]
    public void Read_CutAnywhere_NeverThrows()
    {
        var bytes = Messages.Bytes(Messages.Ack(1));
        for (var length = 0; length < 240; length++)
        {
            Assert.False(DhcpReader.TryRead(bytes.AsSpan(0, length), out _));
        }

        for (var length = 240; length < bytes.Length; length++)
        {
            _ = DhcpReader.TryRead(bytes.AsSpan(0, length), out _);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 6)]
    [InlineData(2, 16)]
    [InlineData(236, 0)]
    public void Read_AnotherOperationHardwareOrCookie_IsRefused(int offset, byte value)
    {
        var bytes = Messages.Bytes(Messages.Ack(1));
        bytes[offset] = value;

        Assert.False(DhcpReader.TryRead(bytes, out _));
    }

    [Fact]
    public void Read_WithoutAType_IsRefused()
    {
        var bytes = Messages.Bytes(Messages.Ack(1));
        Assert.Equal(53, bytes[240]);
        bytes[240] = 250;

        Assert.False(DhcpReader.TryRead(bytes, out _));
    }
}
