using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class IaAddressOptionTests
{
    private const string Data = "fd700000000000000000000000000100" + "0000003c" + "ffffffff";

    [Fact]
    public void Read_Address_HasItsLifetimes()
    {
        var value = OptionBytes.Read<IaAddressOption, IaAddress>(Data + "000d00020002");

        Assert.Equal(5, IaAddressOption.Code);
        Assert.Equal((IPAddress.Parse("fd70::100"), 60u, uint.MaxValue), (value.Address, value.Preferred, value.Valid));
        Assert.True(value.Options.TryGet<StatusCodeOption, Status>(out var status));
        Assert.Equal(StatusCode.NoAddrsAvail, status.Code);
    }

    [Fact]
    public void Read_CutShort_IsRefused() => OptionBytes.Refuses<IaAddressOption, IaAddress>("", Data[..^2], Data + "00", Data + "000d0003" + "0002");

    [Fact]
    public void Write_Address_AsRead() =>
        Assert.Equal(Data, OptionBytes.Write<IaAddressOption, IaAddress>(new IaAddress(IPAddress.Parse("fd70::100"), 60, uint.MaxValue, new DhcpOptions())));
}
