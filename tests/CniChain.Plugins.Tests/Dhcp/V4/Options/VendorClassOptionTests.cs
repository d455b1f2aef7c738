using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class VendorClassOptionTests
{
    [Fact]
    public void RoundTrip_Data_AreTheSame()
    {
        Assert.Equal(60, VendorClassOption.Code);
        Assert.Equal("006331", OptionBytes.Write<VendorClassOption, byte[]>([0, 0x63, 0x31]));
        Assert.Equal([0, 0x63, 0x31], OptionBytes.Read<VendorClassOption, byte[]>("006331"));
    }

    [Fact]
    public void Read_TooShort_IsRefused() => OptionBytes.Refuses<VendorClassOption, byte[]>("");
}
