using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Resident;

public sealed class IdleMemoryTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    [Fact]
    public void Look_AfterWorkAndRest_ReleasesOnce()
    {
        var memory = new IdleMemory();

        memory.Look(5, s_long);
        memory.Look(5, s_long);

        Assert.Equal(1, memory.Releases);
    }

    [Fact]
    public void Look_WhileSomethingRunsOrHasJustEnded_KeepsMemory()
    {
        var memory = new IdleMemory();

        memory.Look(5, TimeSpan.Zero);
        memory.Look(5, TimeSpan.FromMilliseconds(100));

        Assert.Equal(0, memory.Releases);
    }

    [Fact]
    public void Look_AfterMoreWork_ReleasesAgain()
    {
        var memory = new IdleMemory();

        memory.Look(5, s_long);
        memory.Look(6, s_long);

        Assert.Equal(2, memory.Releases);
    }

    [Fact]
    public void Look_WithNothingServed_DoesNothing()
    {
        var memory = new IdleMemory();

        memory.Look(0, s_long);

        Assert.Equal(0, memory.Releases);
    }
}
