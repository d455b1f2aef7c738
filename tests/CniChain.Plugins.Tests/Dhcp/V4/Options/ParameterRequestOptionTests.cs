using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class ParameterRequestOptionTests
{
    [Fact]
    public void RoundTrip_Data_AreTheSame()
    {
        Assert.Equal(55, ParameterRequestOption.Code);
        Assert.Equal("006331", OptionBytes.Write<ParameterRequestOption, byte[]>([0, 0x63, 0x31]));
        Assert.Equal([0, 0x63, 0x31], OptionBytes.Read<ParameterRequestOption, byte[]>("006331"));
    }

    [Fact]
    public void Read_TooShort_IsRefused() => OptionBytes.Refuses<ParameterRequestOption, byte[]>("");
}
