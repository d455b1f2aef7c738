using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class OperationFilterTests
{
    private static readonly TracedOperation s_operation = new()
    {
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Verb = "ADD",
        Network = "podnet",
        ContainerId = "0123abcd",
        Pod = "default/web-1",
        Started = DateTime.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(5),
        Spans = [],
    };

    [Theory]
    [InlineData("podnet", null, null, 0, true)]
    [InlineData("pod", null, null, 0, false)]
    [InlineData(null, "0123", null, 0, true)]
    [InlineData(null, "123", null, 0, false)]
    [InlineData(null, "default/web-1", null, 0, true)]
    [InlineData(null, "default/web", null, 0, false)]
    [InlineData(null, null, "ADD", 0, true)]
    [InlineData(null, null, "DEL", 0, false)]
    [InlineData(null, null, null, 4.9, true)]
    [InlineData(null, null, null, 5, false)]
    public void Takes_WhatEveryOptionTakes(string? network, string? container, string? verb, double slower, bool taken) => Assert.Equal(
        taken,
        new OperationFilter { Network = network, Container = container, Verb = verb, Slower = TimeSpan.FromMilliseconds(slower) }.Takes(s_operation));

    [Fact]
    public void Failed_TakesFailuresOnly()
    {
        var filter = new OperationFilter { Failed = true };

        Assert.False(filter.Takes(s_operation));
        Assert.True(filter.Takes(s_operation with { Error = "no" }));
    }

    [Fact]
    public void Figures_OfNetworkVerbAndFailure()
    {
        var one = new StepFigure(1, 0, 0.1, 0.1, new long[StepFigure.BucketCount]);
        var failed = one with { Errors = 1 };
        var figures = new HostFigures(
            new Dictionary<(string, string, string), StepFigure>
            {
                [("a", "ADD", "bridge ADD")] = one,
                [("b", "ADD", "bridge ADD")] = failed,
                [("b", "DEL", "netlink dellink")] = one,
            },
            new Dictionary<(string, string), StepFigure> { [("a", "ADD")] = one, [("b", "ADD")] = failed, [("b", "DEL")] = one });

        Assert.Equal(("bridge ADD", 2L, 1L), figures.StepsByName.Select(s => (s.Name, s.Figure.Count, s.Figure.Errors)).First());
        AssertKept(new OperationFilter { Network = "a" }, "a ADD");
        AssertKept(new OperationFilter { Verb = "DEL" }, "b DEL");
        AssertKept(new OperationFilter { Failed = true }, "b ADD");
        AssertKept(new OperationFilter(), "a ADD", "b ADD", "b DEL");

        void AssertKept(OperationFilter filter, params string[] kept)
        {
            Assert.Equal(kept, filter.Of(figures).Operations.Keys.Select(o => $"{o.Network} {o.Verb}"));
            Assert.Equal(kept, filter.Of(figures).Steps.Keys.Select(o => $"{o.Network} {o.Verb}"));
        }
    }

    [Theory]
    [InlineData("trace", "--verb", "FETCH", "--verb: there is no FETCH; give one of ADD, DEL, CHECK, STATUS, GC, REPAIR")]
    [InlineData("top", "--verb", "x", "--verb: there is no X")]
    [InlineData("trace", "--slower", "-1", "--slower: give a number of milliseconds")]
    [InlineData("trace", "-n", "0", "--lines: give a number from 1 up")]
    public async Task Option_WithAWrongValue_IsRefused(string command, string option, string value, string sentence)
    {
        using var world = new FakeWorld();

        Assert.Equal(1, await world.RunAsync(command, option, value));

        Assert.Contains(sentence, world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leases --network podnet", "0123")]
    [InlineData("leases --network other", "abcd")]
    [InlineData("leases --container ab", "abcd")]
    public async Task Leases_OfANetworkOrContainer(string line, string id)
    {
        using var world = new FakeWorld
        {
            Leases = [NewLease("podnet", "0123"), NewLease("other", "abcd")],
        };

        Assert.Equal(0, await world.RunAsync([.. line.Split(' '), "--json"]));

        Assert.Contains(id, world.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(id == "0123" ? "abcd" : "0123", world.Output, StringComparison.Ordinal);
    }

    private static LeaseView NewLease(string network, string id) => new() { Attachment = new Attachment(network, id, "eth0"), State = "bound" };
}
