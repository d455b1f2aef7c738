using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class ServerIdOptionTests
{
    [Fact]
    public void Read_Duid_AsSent()
    {
        Assert.Equal(2, ServerIdOption.Code);
        Assert.Equal([0, 3, 0, 1, 2], OptionBytes.Read<ServerIdOption, byte[]>("0003000102"));
    }

    [Fact]
    public void Read_TooShortOrTooLong_IsRefused() =>
        OptionBytes.Refuses<ServerIdOption, byte[]>("", "0003", new string('0', 2 * 131));

    [Fact]
    public void Write_Duid_AsItIs() => Assert.Equal("0003000102", OptionBytes.Write<ServerIdOption, byte[]>([0, 3, 0, 1, 2]));
}
