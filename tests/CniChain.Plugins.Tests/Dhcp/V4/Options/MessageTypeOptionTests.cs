using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class MessageTypeOptionTests
{
    [Fact]
    public void RoundTrip_EveryType_IsTheSame()
    {
        Assert.Equal(53, MessageTypeOption.Code);
        foreach (var type in Enum.GetValues<MessageType>())
        {
            var hex = OptionBytes.Write<MessageTypeOption, MessageType>(type);
            Assert.Equal(((byte)type).ToString("x2", System.Globalization.CultureInfo.InvariantCulture), hex);
            Assert.Equal(type, OptionBytes.Read<MessageTypeOption, MessageType>(hex));
        }
    }

    [Fact]
    public void Read_AnotherType_IsRefused() => OptionBytes.Refuses<MessageTypeOption, MessageType>("", "00", "09", "ff", "0101");
}
