namespace CniChain.Host.Tests.Chain;

/// <summary>Rules that one plugin of a chain leaves to the next.</summary>
public sealed class RuleHandoverTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Rules_LeftToAPluginThatMakesThem_AreNotMadeAgain()
    {
        var answer = await AddAsync(Plugin("leaving"), Plugin("joining", ", \"joins\": true"));

        answer.AssertSuccess();
        Assert.Equal(["leaving left", "joining finds add a rule"], _host.Calls);
    }

    [Fact]
    public async Task Rules_ThatTheNextPluginDoesNotMake_AreMadeWhenItIsDone()
    {
        var answer = await AddAsync(Plugin("leaving"), Plugin("joining"), _host.Recorder("after"));

        answer.AssertSuccess();
        Assert.Equal(["leaving left", "joining finds add a rule", "leaving made late", "after Add"], _host.Calls);
    }

    [Fact]
    public async Task Rules_ThatCannotBeMadeLate_AreTheFailureOfThePluginThatLeftThem()
    {
        var answer = await AddAsync(Plugin("leaving", ", \"fails\": true"), Plugin("joining"), _host.Recorder("after"));

        answer.AssertError((int)CniErrorCode.IoFailure, "leaving: no rule today");
        Assert.Equal(["leaving left", "joining finds add a rule", "leaving made late", "joining deleted", "leaving deleted"], _host.Calls);
    }

    [Fact]
    public async Task Rules_LeftToAPluginThatFails_AreNotMade()
    {
        var answer = await AddAsync(Plugin("leaving"), Plugin("joining", ", \"fails\": true"));

        answer.AssertError((int)CniErrorCode.TryAgainLater, "joining: no");
        Assert.Equal(["leaving left", "joining finds add a rule", "joining deleted", "leaving deleted"], _host.Calls);
    }

    [Fact]
    public async Task Plugin_BehindWhichNobodyJoins_MakesItsRulesItself()
    {
        var answer = await AddAsync(Plugin("leaving"), _host.Recorder("between"), Plugin("joining"), Plugin("leaving"));

        answer.AssertSuccess();
        Assert.Equal(["leaving made", "between Add", "joining finds nothing", "leaving made"], _host.Calls);
    }

    [Fact]
    public async Task Plugin_ThatJoins_GetsNothingFromAnExecutable()
    {
        _host.Script("executable", "echo '{\"cniVersion\": \"1.0.0\"}'");

        var answer = await AddAsync("""{"type": "executable"}""", Plugin("joining"));

        answer.AssertSuccess();
        Assert.Equal(["joining finds nothing"], _host.Calls);
    }

    private string Plugin(string type, string more = "") => $$"""{"type": "{{type}}", "record": "{{_host.Record}}"{{more}}}""";

    private Task<Answer> AddAsync(params string[] plugins) => _host.ServeAsync("ADD", ChainFixture.Chain(string.Join(',', plugins)));
}
