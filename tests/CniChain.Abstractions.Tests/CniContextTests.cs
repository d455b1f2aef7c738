using System.Runtime.InteropServices;

namespace CniChain.Abstractions.Tests;

public sealed class CniContextTests
{
    [Fact]
    public void Required_WhenThere_IsGiven()
    {
        using var netns = new FakeHandle();
        var attachment = new Attachment("podnet", "c1", "eth0");
        var context = Fake.Context(CniVerb.Add, attachment, netns, CniResult.Empty);

        Assert.Same(attachment, context.RequireAttachment());
        Assert.Same(netns, context.RequireNetns());
        Assert.Same(CniResult.Empty, context.RequirePrevResult());
    }

    [Fact]
    public void RequireAttachment_OfAVerbWithoutOne_IsAMistakeOfThePlugin() =>
        Assert.Throws<InvalidOperationException>(() => Fake.Context(CniVerb.Gc).RequireAttachment());

    [Fact]
    public void RequireNetns_ThatIsGone_IsCode8NamingThePath()
    {
        var error = Assert.Throws<CniException>(() => Fake.Context(CniVerb.Del).RequireNetns());

        Assert.Equal(CniErrorCode.InvalidNetns, error.Code);
        Assert.Contains("/run/netns/gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequirePrevResult_OfTheFirstPlugin_IsCode7NamingTheTypeAndWhatToDo()
    {
        var error = Assert.Throws<CniException>(() => Fake.Context(CniVerb.Add).RequirePrevResult());

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, error.Code);
        Assert.Contains("fake: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("behind one that makes an interface", error.Message, StringComparison.Ordinal);
    }

    private sealed class FakeHandle : SafeHandle
    {
        public FakeHandle()
            : base(0, ownsHandle: false)
        {
        }

        public override bool IsInvalid => false;

        protected override bool ReleaseHandle() => true;
    }
}
