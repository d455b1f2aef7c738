using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class DomainSearchOptionTests
{
    // RFC 3397, 2: "eng.apple.com" and "marketing.apple.com", whose "apple.com" is a pointer to the first's.
    private const string Rfc = "03656e67" + "056170706c6503636f6d00" + "096d61726b6574696e67" + "c004";

    [Fact]
    public void Read_TheRfcsExample_IsBothNames()
    {
        Assert.Equal(119, DomainSearchOption.Code);
        Assert.Equal(["eng.apple.com", "marketing.apple.com"], OptionBytes.Read<DomainSearchOption, IReadOnlyList<string>>(Rfc));
    }

    [Fact]
    public void RoundTrip_Names_AreTheSame()
    {
        var hex = OptionBytes.Write<DomainSearchOption, IReadOnlyList<string>>(["a.lan", "b.lan"]);
        Assert.Equal("0161036c616e00" + "0162036c616e00", hex);
        Assert.Equal(["a.lan", "b.lan"], OptionBytes.Read<DomainSearchOption, IReadOnlyList<string>>(hex));
    }

    [Fact]
    public void Read_LoopsAndPointersForward_AreRefused() => OptionBytes.Refuses<DomainSearchOption, IReadOnlyList<string>>(
        "c000", "0161c000", "c002c000", "0161c0020162c000", "c004" + Rfc, "c0ff", "c0");

    [Fact]
    public void Read_CutOrNoNames_IsRefused() => OptionBytes.Refuses<DomainSearchOption, IReadOnlyList<string>>(
        "", "00", "03656e", "03656e67", "40" + string.Concat(Enumerable.Repeat("61", 64)) + "00", "012000", "010a00");

    [Fact]
    public void Read_LongerThanANameMayBe_IsRefused() =>
        OptionBytes.Refuses<DomainSearchOption, IReadOnlyList<string>>(string.Concat(Enumerable.Repeat("0161", 130)) + "00");
}
