using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class PreferenceOptionTests
{
    [Fact]
    public void Read_OneByte_IsIt()
    {
        Assert.Equal(7, PreferenceOption.Code);
        Assert.Equal(255, OptionBytes.Read<PreferenceOption, byte>("ff"));
    }

    [Fact]
    public void Read_AnotherLength_IsRefused() => OptionBytes.Refuses<PreferenceOption, byte>("", "0001");

    [Fact]
    public void Write_Preference_IsOneByte() => Assert.Equal("07", OptionBytes.Write<PreferenceOption, byte>(7));
}
