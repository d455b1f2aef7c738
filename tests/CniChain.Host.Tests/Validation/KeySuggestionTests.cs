using CniChain.Host.Validation;

namespace CniChain.Host.Tests.Validation;

public sealed class KeySuggestionTests
{
    [Theory]
    [InlineData("isGatway", "isGateway")]
    [InlineData("isgateway", "isGateway")]
    [InlineData("mut", "mtu")]
    [InlineData("hairpin", null)]
    [InlineData("zzz", null)]
    public void Find_Key_IsTheNearestIfOneIsNear(string key, string? expected) =>
        Assert.Equal(expected, KeySuggestion.Find(key, ["bridge", "isGateway", "mtu", "hairpinMode"]));
}
