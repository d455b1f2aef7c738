using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6;

public sealed class DhcpReaderTests
{
    // SOLICIT, transaction 0x123456, client 00:03:00:01:02, elapsed 1 s, an IA_NA without addresses, of RFC 8415's figures 2, 12 and 15.
    private const string Solicit = "01123456" + "00010005" + "0003000102" + "00080002" + "0064" + "0003000c" + "000000010000000000000000";

    [Fact]
    public void Read_WholeMessage_HasItsParts()
    {
        var message = Read(Solicit);

        Assert.Equal((MessageType.Solicit, 0x123456u), (message.Type, message.Xid));
        Assert.Equal([1, 8, 3], message.Options.All.Select(o => (int)o.Key));
        Assert.True(message.Options.TryGet<ElapsedTimeOption, ushort>(out var elapsed));
        Assert.Equal(100, elapsed);
    }

    [Fact]
    public void Write_WhatWasRead_IsTheSame() => Assert.Equal(Solicit, Convert.ToHexStringLower(Messages.Bytes(Read(Solicit))));

    [Theory]
    [InlineData("")]
    [InlineData("071234")]
    [InlineData("00123456")] // no such message
    [InlineData("0c123456")] // relays'
    [InlineData("07123456000100")]
    [InlineData("0712345600010003" + "0003")]
    [InlineData("071234560001ffff" + "0003")]
    public void Read_NotWhole_IsRefused(string hex) => Assert.False(DhcpReader.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void Read_AnywhereCutShort_IsRefusedUnlessBetweenOptions()
    {
        var whole = Convert.FromHexString(Solicit);
        int[] boundaries = [4, 13, 19, whole.Length];
        for (var length = 0; length <= whole.Length; length++)
        {
            Assert.Equal(boundaries.Contains(length), DhcpReader.TryRead(whole.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Read_OptionsWithoutEnd_AreAsManyAsThereAreBytes()
    {
        var data = new byte[65_000];
        data[0] = (byte)MessageType.Reply;

        Assert.True(DhcpReader.TryRead(data, out var message));
        Assert.Equal((65_000 - 4) / 4, message.Options.All.Count);
    }

    [Fact]
    public void TryGet_AnOptionTwice_TakesTheFirst()
    {
        var options = new DhcpOptions();
        options.Add<PreferenceOption, byte>(1);
        options.Add<PreferenceOption, byte>(2);

        Assert.True(options.TryGet<PreferenceOption, byte>(out var value));
        Assert.Equal(1, value);
        Assert.Equal([1, 2], options.GetAll<PreferenceOption, byte>());
    }

    private static DhcpMessage Read(string hex)
    {
        Assert.True(DhcpReader.TryRead(Convert.FromHexString(hex), out var message));
        return message;
    }
}
