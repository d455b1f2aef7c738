using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class ClientIdentifierOptionTests
{
    [Fact]
    public void RoundTrip_Data_AreTheSame()
    {
        Assert.Equal(61, ClientIdentifierOption.Code);
        Assert.Equal("006331", OptionBytes.Write<ClientIdentifierOption, byte[]>([0, 0x63, 0x31]));
        Assert.Equal([0, 0x63, 0x31], OptionBytes.Read<ClientIdentifierOption, byte[]>("006331"));
    }

    [Fact]
    public void Read_TooShort_IsRefused() => OptionBytes.Refuses<ClientIdentifierOption, byte[]>("", "00");
}
