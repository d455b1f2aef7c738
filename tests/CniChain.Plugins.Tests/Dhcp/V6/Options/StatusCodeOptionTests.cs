using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class StatusCodeOptionTests
{
    [Theory]
    [InlineData("0000", StatusCode.Success, "")]
    [InlineData("00026e6f6e65", StatusCode.NoAddrsAvail, "none")]
    [InlineData("0005", StatusCode.UseMulticast, "")]
    [InlineData("0063", StatusCode.UnspecFail, "")]
    [InlineData("0001c3a41b5b", StatusCode.UnspecFail, "???[")]
    public void Read_CodeAndWords_OfWhichPrintableOnesPass(string hex, object code, string text)
    {
        Assert.Equal(13, StatusCodeOption.Code);
        Assert.Equal(new Status((StatusCode)code, text), OptionBytes.Read<StatusCodeOption, Status>(hex));
    }

    [Fact]
    public void Read_HalfACode_IsRefused() => OptionBytes.Refuses<StatusCodeOption, Status>("", "00");

    [Fact]
    public void Write_Status_AsRead() => Assert.Equal("00026e6f6e65", OptionBytes.Write<StatusCodeOption, Status>(new Status(StatusCode.NoAddrsAvail, "none")));
}
