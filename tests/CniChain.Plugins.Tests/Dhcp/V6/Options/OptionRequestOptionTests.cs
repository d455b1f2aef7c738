using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class OptionRequestOptionTests
{
    [Fact]
    public void Read_Codes_InOrder()
    {
        Assert.Equal(6, OptionRequestOption.Code);
        Assert.Equal([23, 24, 300], OptionBytes.Read<OptionRequestOption, IReadOnlyList<ushort>>("00170018012c"));
    }

    [Fact]
    public void Read_NothingOrHalfACode_IsRefused() => OptionBytes.Refuses<OptionRequestOption, IReadOnlyList<ushort>>("", "00", "001700");

    [Fact]
    public void Write_Codes_TwoBytesEach() => Assert.Equal("00170018012c", OptionBytes.Write<OptionRequestOption, IReadOnlyList<ushort>>([23, 24, 300]));
}
