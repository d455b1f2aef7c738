namespace CniChain.Host.Tests.Requests;

public sealed class NetnsGuardTests : IDisposable
{
    private readonly ChainFixture _host = new();

    private string Config => ChainFixture.Chain(_host.Recorder("a"));

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("ADD")]
    [InlineData("CHECK")]
    public async Task Netns_Missing_IsCode8(string command)
    {
        var request = _host.Request(command, Config) with { NetnsPath = _host.PathOf("no-such-netns") };

        (await _host.ServeAsync(request)).AssertError(8, "no-such-netns");
        Assert.Empty(_host.Calls);
    }

    [Fact]
    public async Task Netns_ThatIsAFile_IsCode8()
    {
        File.WriteAllText(_host.PathOf("file"), "");

        (await _host.ServeAsync(_host.Request("ADD", Config) with { NetnsPath = _host.PathOf("file") })).AssertError(8, "not a network namespace");
    }

    [Theory]
    [InlineData("ADD")]
    [InlineData("DEL")]
    [InlineData("CHECK")]
    public async Task Netns_OfTheHost_IsCode8BeforeAnythingIsTouched(string command)
    {
        (await _host.ServeAsync(_host.Request(command, Config) with { NetnsPath = _host.Node.Path })).AssertError(8, "host's own");
        Assert.Empty(_host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("TRUE")]
    public async Task Netns_OfTheHostWithOverride_IsServed(string value)
    {
        var request = _host.Request("ADD", Config) with
        {
            NetnsPath = _host.Node.Path,
            Environment = new Dictionary<string, string> { ["CNI_NETNS_OVERRIDE"] = value },
        };

        (await _host.ServeAsync(request)).AssertSuccess();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/no/such/netns")]
    [InlineData("/etc/hostname")]
    public async Task Del_WithoutNetns_StillRuns(string path)
    {
        (await _host.ServeAsync(_host.Request("DEL", Config) with { NetnsPath = path })).AssertSuccess();

        Assert.Equal(["a Del"], _host.Calls);
        Assert.False(_host.Records[0].GetProperty("netnsOpen").GetBoolean());
    }

    [Fact]
    public async Task Del_WhosePathLeadsToTheHostByNow_TakesTheNetnsForGone()
    {
        (await _host.ServeAsync("ADD", Config)).AssertSuccess();

        var answer = await _host.ServeAsync(_host.Request("DEL", Config) with { NetnsPath = _host.Node.Path });

        answer.AssertSuccess();
        Assert.False(_host.Records[1].GetProperty("netnsOpen").GetBoolean());
        Assert.Equal("", _host.Records[1].GetProperty("netns").GetString());
        Assert.Contains("host's own", answer.Stderr, StringComparison.Ordinal);
    }
}
