using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class MessageTextOptionTests
{
    [Fact]
    public void RoundTrip_Text_IsTheSame()
    {
        Assert.Equal(56, MessageTextOption.Code);
        Assert.Equal("6e6f", OptionBytes.Write<MessageTextOption, string>("no"));
        Assert.Equal("no", OptionBytes.Read<MessageTextOption, string>("6e6f00"));
    }

    [Fact]
    public void Read_ControlCharacters_AreMadeHarmless() => Assert.Equal("a?[31mb?", OptionBytes.Read<MessageTextOption, string>("611b5b33316d62ff"));

    [Fact]
    public void Read_Nothing_IsRefused() => OptionBytes.Refuses<MessageTextOption, string>("", "0000");
}
