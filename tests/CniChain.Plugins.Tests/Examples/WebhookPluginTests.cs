using CniChain.Examples.Webhook;

namespace CniChain.Plugins.Tests.Examples;

public sealed class WebhookPluginTests
{
    private readonly WebhookPlugin _plugin = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddAndDel_AreRecordedWithPodAndResult()
    {
        using var call = await ExampleCall.AttachAsync("webhook");
        using var server = new RecordServer(call.Node.Host);
        var keys = $$""" "url": "{{server.Url}}", "headers": { "Authorization": "Bearer t" } """;
        const string Pod = "IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-0;K8S_POD_UID=u1";

        var result = await _plugin.AddAsync(call.Of(CniVerb.Add, keys, Pod), Token);
        await _plugin.CheckAsync(call.Of(CniVerb.Check, keys, Pod), Token);
        await _plugin.DelAsync(call.Of(CniVerb.Del, keys, Pod, hasNetns: false), Token);

        Assert.Same(call.Result, result);
        Assert.Equal(2, server.Requests.Count);
        var (head, added) = server.Requests.First();
        Assert.StartsWith("POST /records HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer t", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", head, StringComparison.Ordinal);
        Assert.Equal("add", added.GetProperty("event").GetString());
        Assert.Equal(("testnet", "c1", "eth0"), (added.GetProperty("network").GetString(), added.GetProperty("containerId").GetString(), added.GetProperty("ifName").GetString()));
        Assert.Equal("web-0", added.GetProperty("pod").GetProperty("name").GetString());
        Assert.Equal("10.88.0.2/24", added.GetProperty("result").GetProperty("ips")[0].GetProperty("address").GetString());
        Assert.Equal("del", server.Requests.Last().Body.GetProperty("event").GetString());
    }

    [Theory]
    [InlineData(false, "500 Broken", "the answer is 500 Broken")]
    [InlineData(true, "500 Broken", "the answer is 500 Broken")]
    [InlineData(true, "302 Found", "the answer is 302 Found")]
    [InlineData(false, null, "no answer within 300 ms")]
    [InlineData(true, null, "no answer within 300 ms")]
    public async Task Add_RecordIsNotTaken_FailsOnlyWhenItIsRequired(bool required, string? status, string why)
    {
        using var call = await ExampleCall.AttachAsync("webhook");
        using var server = new RecordServer(call.Node.Host) { Status = status };
        var keys = $$""" "url": "{{server.Url}}", "timeoutMs": {{(status is null ? 300 : 30000)}}, "required": {{(required ? "true" : "false")}} """;

        var failure = await Record.ExceptionAsync(() => _plugin.AddAsync(call.Of(CniVerb.Add, keys), Token));

        Assert.Contains(call.Node.Log.Lines, line => line.Contains(why, StringComparison.Ordinal));
        if (required)
        {
            var error = Assert.IsType<CniException>(failure);
            Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(failure);
        }

        await _plugin.DelAsync(call.Of(CniVerb.Del, keys), Token);
    }

    [Fact]
    public async Task NobodyListens_StatusFailsOnlyWhenRequiredAndDelNever()
    {
        using var call = await ExampleCall.AttachAsync("webhook");
        call.Node.Host.Exec("ip link set lo up");
        const string Url = "\"url\": \"http://127.0.0.1:1/\"";

        await _plugin.StatusAsync(call.Of(CniVerb.Status, Url), Token);
        var failure = await Assert.ThrowsAsync<CniException>(() => _plugin.StatusAsync(call.Of(CniVerb.Status, Url + ", \"required\": true"), Token));
        await _plugin.DelAsync(call.Of(CniVerb.Del, Url + ", \"required\": true"), Token);
        await _plugin.DelAsync(call.Of(CniVerb.Del, "\"url\": 7"), Token);

        Assert.Equal(CniErrorCode.PluginNotAvailable, failure.Code);
        Assert.Contains("refused", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Gc_TellsWhatThereIsStill()
    {
        using var call = await ExampleCall.AttachAsync("webhook");
        using var server = new RecordServer(call.Node.Host);

        await _plugin.GcAsync(call.Of(CniVerb.Gc, $"\"url\": \"{server.Url}\"", valid: [new Attachment("testnet", "c1", "eth0")]), Token);

        var record = Assert.Single(server.Requests).Body;
        Assert.Equal(("gc", "c1"), (record.GetProperty("event").GetString(), record.GetProperty("valid")[0].GetProperty("containerId").GetString()));
    }

    [Theory]
    [InlineData("", "\"url\" is \"\"")]
    [InlineData("\"url\": \"ftp://x/\"", "\"url\" is \"ftp://x/\"")]
    [InlineData("\"url\": \"http://x/\", \"timeoutMs\": 5", "\"timeoutMs\" is 5")]
    [InlineData("\"url\": \"http://x/\", \"headers\": { \"a\": 1 }", "\"headers.a\" is 1")]
    public async Task Add_BadConfiguration_NamesTheKey(string keys, string expected)
    {
        using var call = await ExampleCall.AttachAsync("webhook");

        var failure = await Assert.ThrowsAsync<CniException>(() => _plugin.AddAsync(call.Of(CniVerb.Add, keys), Token));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
