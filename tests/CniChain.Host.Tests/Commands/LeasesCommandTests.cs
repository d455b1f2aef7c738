using System.Text.Json;
using CniChain.Host.Commands.Views;

namespace CniChain.Host.Tests.Commands;

public sealed class LeasesCommandTests
{
    private static readonly LeaseView s_lease = new()
    {
        Attachment = new Attachment("podnet", "0123456789abcdef", "eth0"),
        Address = IpPrefix.TryParse("10.70.0.100/24", out var address) ? address : null,
        Server = "10.70.0.1",
        State = "bound",
        Age = TimeSpan.FromSeconds(61),
        UntilT1 = TimeSpan.FromMinutes(59),
        UntilT2 = TimeSpan.FromHours(25),
        UntilExpiry = null,
        Details = new Dictionary<string, string> { ["ntp"] = "10.70.0.9" },
    };

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59, "59s")]
    [InlineData(61, "1m 1s")]
    [InlineData(7200, "2h 0m")]
    [InlineData(90_000, "1d 1h")]
    [InlineData(-61, "-1m 1s")]
    public void Text_ADuration_InItsTwoLargestUnits(int seconds, string text) => Assert.Equal(text, LeasesView.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void ToJson_ALease_HasSecondsAndDetails()
    {
        var json = JsonElement.Parse(LeasesView.ToJson([s_lease]))[0];

        Assert.Equal("10.70.0.100/24", json.GetProperty("address").GetString());
        Assert.Equal(61, json.GetProperty("age").GetDouble());
        Assert.Equal(3540, json.GetProperty("untilT1").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("untilExpiry").ValueKind);
        Assert.Equal("10.70.0.9", json.GetProperty("ntp").GetString());
    }

    [Fact]
    public async Task Leases_OnATerminal_AreATable()
    {
        using var world = new FakeWorld { IsTerminal = true, Leases = [s_lease] };

        Assert.Equal(0, await world.RunAsync("leases"));

        foreach (var cell in (string[])["podnet", "0123456789ab", "10.70.0.100/24", "10.70.0.1", "bound", "1m 1s", "59m 0s", "1d 1h", "never"])
        {
            Assert.Contains(cell, world.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Leases_WithoutAny_SaysSo()
    {
        using var world = new FakeWorld { IsTerminal = true };

        Assert.Equal(0, await world.RunAsync("leases"));

        Assert.Contains("No leases.", world.Output, StringComparison.Ordinal);
    }
}
