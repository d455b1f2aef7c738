using CniChain.Plugins.Dhcp.V4.Options;
using ClientFqdnOption = CniChain.Plugins.Dhcp.V6.Options.ClientFqdnOption;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class ClientFqdnOptionTests
{
    [Theory]
    [InlineData("0103776562", "web", true)]
    [InlineData("000377656203636f6d00", "web.com.", false)]
    public void Read_NameAndFlag_WrittenToTheSame(string hex, string name, bool serverUpdates)
    {
        Assert.Equal(39, ClientFqdnOption.Code);
        Assert.Equal(new ClientFqdn(name, serverUpdates), OptionBytes.Read<ClientFqdnOption, ClientFqdn>(hex));
        Assert.Equal(hex, OptionBytes.Write<ClientFqdnOption, ClientFqdn>(new ClientFqdn(name, serverUpdates)));
    }

    [Fact]
    public void Read_NoName_IsRefused() => OptionBytes.Refuses<ClientFqdnOption, ClientFqdn>("", "01", "0100", "01047765", "01037765620001".PadRight(16, '0'), "0103772062");
}
