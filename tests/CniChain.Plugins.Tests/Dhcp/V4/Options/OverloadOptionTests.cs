using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class OverloadOptionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RoundTrip_Fields_AreTheSame(byte fields)
    {
        Assert.Equal(52, OverloadOption.Code);
        var hex = OptionBytes.Write<OverloadOption, Overload>((Overload)fields);
        Assert.Equal((Overload)fields, OptionBytes.Read<OverloadOption, Overload>(hex));
    }

    [Fact]
    public void Read_AnythingElse_IsRefused() => OptionBytes.Refuses<OverloadOption, Overload>("", "00", "04", "0101");
}
