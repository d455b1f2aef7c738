using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class RapidCommitOptionTests
{
    [Fact]
    public void Read_Nothing_IsIt()
    {
        Assert.Equal(14, RapidCommitOption.Code);
        Assert.True(OptionBytes.Read<RapidCommitOption, bool>(""));
        OptionBytes.Refuses<RapidCommitOption, bool>("00");
    }

    [Fact]
    public void Write_HasNoData() => Assert.Equal("", OptionBytes.Write<RapidCommitOption, bool>(true));
}
