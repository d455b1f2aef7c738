using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class ClientIdOptionTests
{
    [Fact]
    public void Read_Duid_AsSent()
    {
        Assert.Equal(1, ClientIdOption.Code);
        Assert.Equal([0, 3, 0, 1, 2], OptionBytes.Read<ClientIdOption, byte[]>("0003000102"));
    }

    [Fact]
    public void Read_TooShortOrTooLong_IsRefused() =>
        OptionBytes.Refuses<ClientIdOption, byte[]>("", "0003", new string('0', 2 * 131));

    [Fact]
    public void Write_Duid_AsItIs() => Assert.Equal("0003000102", OptionBytes.Write<ClientIdOption, byte[]>([0, 3, 0, 1, 2]));
}
