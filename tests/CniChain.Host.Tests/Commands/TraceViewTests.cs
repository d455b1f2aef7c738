using System.Diagnostics;
using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class TraceViewTests
{
    private static readonly DateTime s_start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Tree_StepsThatEndInAnyOrder_StandUnderTheirCallers()
    {
        var verb = Span("ADD podnet", 0, 100, parentId: ActivitySpanId.CreateRandom());
        var bridge = Span("bridge ADD", 5, 60, verb.Id);
        var ipam = Span("host-local ADD", 10, 20, bridge.Id);
        var kernel = Span("newlink", 30, 30, bridge.Id);
        var portmap = Span("portmap ADD", 70, 25, verb.Id, error: "port 80 is taken");
        var rows = SpanTree.Flatten([ipam, kernel, bridge, portmap, verb]).Select(r => r.Guide + r.Span.Name);
        Assert.Equal(["ADD podnet", "├─ bridge ADD", "│  ├─ host-local ADD", "│  └─ newlink", "└─ portmap ADD"], rows);
    }

    [Fact]
    public void Write_ShowsDurationsBarsAndErrors()
    {
        var error = "port 80 is taken " + new string('x', 200);
        var verb = Span("ADD podnet", 0, 100, error: error);
        var portmap = Span("portmap ADD", 50, 50, verb.Id, error: error);
        using var world = new FakeWorld();
        TraceView.Write(new Terminal(world.Context(), json: false).Error(), [portmap, verb]);
        Assert.Equal(
            "ADD podnet        100.0 ms  " + new string('━', 40) + "\n"
            + "└─ portmap ADD     50.0 ms  " + new string(' ', 20) + new string('━', 20) + "\n"
            + "   ✗ " + error + "\n",
            world.Error);
    }

    [Fact]
    public void Write_WhatBelongsToAStep_StandsBesideTheTree()
    {
        var verb = Span("ADD podnet", 0, 100);
        var bridge = Span("bridge ADD", 0, 50, verb.Id, error: "no") with { Details = ["one"] };
        var kernel = Span("newlink", 0, 10, bridge.Id) with { Details = ["two"] };
        var portmap = Span("portmap ADD", 50, 50, verb.Id) with { Details = ["three"] };
        using var world = new FakeWorld();
        TraceView.Write(new Terminal(world.Context(), json: false).Error(), [kernel, bridge, portmap, verb], details: true);

        var lines = world.Error.Split('\n');
        Assert.Equal(["│  │  · one", "│  │  ✗ no"], lines[2..4]);
        Assert.Equal("│     · two", lines[5]);
        Assert.Equal("   · three", lines[7]);
    }

    [Fact]
    public void Fold_AlikeOneAfterTheOther_AreOneStep()
    {
        var verb = Span("GC podnet", 0, 100);
        Span[] reads = [.. Enumerable.Range(0, 3).Select(i => Span("dump", 10 * i, 5, verb.Id))];
        var failed = Span("dump", 40, 5, verb.Id, error: "no");
        var other = Span("newlink", 50, 5, verb.Id);

        var folded = RepeatedSteps.Fold([.. reads, failed, other, verb]);

        Assert.Equal(["dump ×3", "dump", "newlink", "GC podnet"], folded.Select(s => s.Name).OrderBy(n => n == "GC podnet").ToArray());
        Assert.Equal(TimeSpan.FromMilliseconds(25), folded.Single(s => s.Name == "dump ×3").Duration);
        Assert.Equal("no", folded.Single(s => s.Name == "dump").Error);
    }

    [Theory]
    [InlineData(0, 0, "━")]
    [InlineData(100, 0, "         ━")]
    [InlineData(0, 100, "━━━━━━━━━━")]
    [InlineData(50, 25, "     ━━")]
    [InlineData(99, 5, "         ━")]
    public void Bar_LiesWithinTheWhole(int start, int duration, string expected) =>
        Assert.Equal(expected, TraceView.Bar(Span("x", start, duration), s_start, TimeSpan.FromMilliseconds(100), 10));

    [Fact]
    public void Recorder_HearsCniChainSourcesAndNoOther()
    {
        using var ours = new ActivitySource("CniChain.TraceViewTests");
        using var other = new ActivitySource("Other.TraceViewTests");
        using var recorder = new SpanRecorder();
        using (var outer = ours.StartActivity("outer of this test"))
        {
            Assert.NotNull(outer);
            using var inner = ours.StartActivity("inner of this test");
            inner!.SetStatus(ActivityStatusCode.Error, "it broke");
            Assert.Null(other.StartActivity("unheard"));
        }

        var spans = recorder.Spans.Where(s => s.Name.EndsWith(" of this test", StringComparison.Ordinal)).ToList();
        Assert.Equal(["inner of this test", "outer of this test"], spans.Select(s => s.Name));
        Assert.Equal("it broke", spans[0].Error);
        Assert.Equal(spans[1].Id, spans[0].ParentId);
    }

    private static Span Span(string name, int startMs, int durationMs, ActivitySpanId parentId = default, string? error = null) => new(
        name,
        ActivitySpanId.CreateRandom(),
        parentId,
        s_start.AddMilliseconds(startMs),
        TimeSpan.FromMilliseconds(durationMs),
        error);
}
